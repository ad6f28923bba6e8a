# The counts of one FAERS quarter in data.table: latest versions, deleted cases, substances, distinct reports by drug, event and pair.
# usage: Rscript faers.R FOLDER RESULT THREADS ROUNDS; the seconds of each round go to RESULT/seconds.csv
suppressMessages(library(data.table))
a <- commandArgs(TRUE)
setDTthreads(as.integer(a[3]))
q <- sub("^DEMO(.*)\\.txt$", "\\1", list.files(a[1], "^DEMO.*\\.txt$"))
read <- function(table, columns)
  fread(file.path(a[1], paste0(table, q, ".txt")), sep = "$", quote = "", select = columns, na.strings = NULL, showProgress = FALSE,
        colClasses = list(character = intersect(columns, c("drugname", "prod_ai", "pt", "role_cod", "indi_pt", "outc_cod"))))
# Names as they are counted; each different one is made once.
plain <- function(x) { different <- unique(x); toupper(trimws(different))[chmatch(x, different)] }
# Once more than asked for: the first touches memory that the machine must first provide.
times <- c()
for (round in seq_len(as.integer(a[4]) + 1)) {
  rm(list = intersect(ls(), c("demo", "kept", "drug", "reac", "pairs", "drugs", "events")))
  gc()
  began <- proc.time()
  demo <- read("DEMO", c("primaryid", "caseid", "caseversion", "fda_dt"))
  deleted <- fread(file.path(a[1], paste0("DELETE", q, ".txt")), header = FALSE)[[1]]
  setorder(demo, caseid, -caseversion, -fda_dt, -primaryid)
  kept <- unique(demo, by = "caseid")[!caseid %in% deleted, .(primaryid)]
  drug <- read("DRUG", c("primaryid", "role_cod", "drugname", "prod_ai"))
  drug <- drug[role_cod %in% c("PS", "SS")][kept, on = "primaryid", nomatch = NULL]
  drug[, substance := plain(fifelse(prod_ai == "", drugname, prod_ai))]
  drug <- unique(drug[, .(primaryid, substance)])
  reac <- read("REAC", c("primaryid", "pt"))[kept, on = "primaryid", nomatch = NULL]
  reac <- unique(reac[, .(primaryid, pt = plain(pt))])
  pairs <- merge(drug, reac, by = "primaryid", allow.cartesian = TRUE)[, .(n = .N), by = .(substance, pt)]
  drugs <- drug[, .N, by = substance]
  events <- reac[, .N, by = pt]
  seconds <- (proc.time() - began)[["elapsed"]]
  times <- c(times, seconds)
}
fwrite(pairs[n >= 3], file.path(a[2], "pairs.csv"))
fwrite(drugs, file.path(a[2], "drugs.csv"))
fwrite(events, file.path(a[2], "events.csv"))
fwrite(data.table(seconds = times), file.path(a[2], "seconds.csv"))
