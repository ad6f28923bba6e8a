# survival::coxph and its fitting core on the rows that `longwatch bench statistics --parts cox` wrote; called as: Rscript cox.R FOLDER RESULT
# FOLDER/rows.bin: rows and columns (two 32-bit integers), then, as doubles, exit times, events (0/1) and each covariate.
suppressPackageStartupMessages(library(survival))
arguments <- commandArgs(trailingOnly = TRUE)
file <- file(file.path(arguments[1], "rows.bin"), "rb")
size <- readBin(file, "integer", 2)
time <- readBin(file, "double", size[1])
status <- readBin(file, "double", size[1])
x <- matrix(readBin(file, "double", size[1] * size[2]), size[1], size[2], dimnames = list(NULL, paste0("x", seq_len(size[2]))))
close(file)
data <- data.frame(time = time, status = status, x)
formula <- as.formula(paste("Surv(time, status) ~", paste(colnames(x), collapse = " + ")))

best <- function(runs, work) {
  times <- sapply(seq_len(runs), function(run) { gc(); system.time(work())[c("elapsed", "user.self", "sys.self")] })
  c(elapsed = min(times[1, ]), cpu = min(times[2, ] + times[3, ]))
}
whole <- best(2, function() fit <<- coxph(formula, data, ties = "efron"))
surv <- Surv(time, status)
names <- as.character(seq_len(size[1]))
core <- best(3, function() coxph.fit(x, surv, strata = NULL, offset = NULL, init = NULL, control = coxph.control(), weights = NULL,
                                     method = "efron", rownames = names, resid = FALSE))

text <- function(value) sprintf("%.17g", value)
writeLines(c(
  "what,value",
  paste0("seconds-coxph,", text(whole["elapsed"])), paste0("cpu-coxph,", text(whole["cpu"])),
  paste0("seconds-coxph.fit,", text(core["elapsed"])), paste0("cpu-coxph.fit,", text(core["cpu"])),
  paste0("coefficient-", seq_len(size[2]) - 1, ",", text(coef(fit))),
  paste0("variance-", seq_len(size[2]) - 1, ",", text(diag(fit$var))),
  paste0("loglik-", 0:1, ",", text(fit$loglik)),
  paste0("concordance-0,", text(fit$concordance["concordance"])),
  paste0("martingale-", 0:9, ",", text(residuals(fit)[1:10]))
), arguments[2])
