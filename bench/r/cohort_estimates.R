# The estimates of `longwatch evaluate` on a patient-level set, made with the survival package.
# usage: Rscript cohort_estimates.R DATASET RESULT.csv
# Writes one line per estimate, under the id it has in evaluation.json: estimate,value,lower,upper. Times are days since the first infusion; a year has 365.25 days.
suppressPackageStartupMessages(library(survival))
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
started <- proc.time()[["elapsed"]]

read_set <- function(file, columns) {
  path <- file.path(folder, file)
  header <- strsplit(readLines(path, 1), ",", fixed = TRUE)[[1]]
  read.csv(path, colClasses = ifelse(header %in% columns, "character", "NULL"), na.strings = "")
}
# Dates repeat, so each different one is read once.
days <- function(text) {
  levels <- factor(text)
  as.integer(as.Date(levels(levels)))[as.integer(levels)]
}

patients <- read_set("patients.csv", "patient_id")
infusions <- read_set("infusions.csv", c("patient_id", "infusion_date"))
visits <- read_set("visits.csv", c("patient_id", "visit_date", "vital_status", "death_date"))
neoplasms <- read_set("neoplasms.csv", c("neoplasm_id", "patient_id", "diagnosis_date", "lineage", "relation"))
specimens <- read_set("specimens.csv", c("specimen_id", "patient_id", "neoplasm_id", "collected_date"))
tests <- read_set("tests.csv", c("test_id", "specimen_id", "status", "result"))
therapies <- read_set("therapies.csv", c("patient_id", "start_date"))
read <- proc.time()[["elapsed"]]

n <- nrow(patients)
row_of <- function(table) match(table$patient_id, patients$patient_id)
first_of <- function(patient, day) {
  # smallest day of each patient; NA where there is none
  order <- order(patient, day)
  patient <- patient[order]
  result <- rep(NA_integer_, n)
  first <- !duplicated(patient)
  result[patient[first]] <- day[order][first]
  result
}
last_of <- function(patient, day) -first_of(patient, -day)

origin <- first_of(row_of(infusions), days(infusions$infusion_date))
since <- function(patient, day) day - origin[patient]

alive <- visits$vital_status == "alive"
known <- list(
  last_of(row_of(infusions), since(row_of(infusions), days(infusions$infusion_date))),
  last_of(row_of(visits)[alive], since(row_of(visits), days(visits$visit_date))[alive]),
  last_of(row_of(neoplasms), since(row_of(neoplasms), days(neoplasms$diagnosis_date))),
  last_of(row_of(specimens), since(row_of(specimens), days(specimens$collected_date))),
  last_of(row_of(therapies), since(row_of(therapies), days(therapies$start_date)))
)
last_alive <- pmax(0, do.call(pmax, c(known, na.rm = TRUE)), na.rm = TRUE)
dead <- visits$vital_status == "dead" & !is.na(visits$death_date)
death <- first_of(row_of(visits)[dead], since(row_of(visits)[dead], days(visits$death_date[dead])))
exit <- ifelse(is.na(death), last_alive, death)

neoplasm_day <- since(row_of(neoplasms), days(neoplasms$diagnosis_date))
second <- neoplasms$relation == "second_primary" & neoplasm_day >= 0
cell <- second & neoplasms$lineage == "t_cell"
malignancy <- first_of(row_of(neoplasms)[cell], neoplasm_day[cell])
any_second <- first_of(row_of(neoplasms)[second], neoplasm_day[second])

rows <- list()
put <- function(estimate, value, limits = c(NA, NA)) rows[[length(rows) + 1]] <<- list(estimate, value, limits[1], limits[2])
rate <- function(events, years, per) {
  list(per * events / years, per / years * c(if (events == 0) 0 else qgamma(0.025, events), qgamma(0.975, events + 1)))
}
share <- function(estimate, events, of) if (of > 0) put(estimate, events / of, binom.test(events, of)$conf.int)

person_years <- sum(exit) / 365.25
events <- sum(!is.na(malignancy))
put("exposure-patients", n)
put("exposure-person-years", person_years)
# Rates of a first event: time at risk ends with it.
at_risk <- function(event) sum(ifelse(is.na(event), exit, event)) / 365.25
cases_rate <- rate(events, at_risk(malignancy), 1e5)
put("rates-per-100000-person-years", cases_rate[[1]], cases_rate[[2]])
second_rate <- rate(sum(!is.na(any_second)), at_risk(any_second), 1e5)
put("rates-second-primary-per-100000-person-years", second_rate[[1]], second_rate[[2]])
share("cases-t-cell-patients", events, n)
share("cases-second-primary-patients", sum(!is.na(any_second)), n)

# Follow-up: reverse Kaplan-Meier, in which the end of observation is the event.
follow_up <- quantile(survfit(Surv(exit, is.na(death)) ~ 1, conf.type = "log-log"), 0.5)
month <- 365.25 / 12
put("exposure-median-follow-up", follow_up$quantile / month, c(follow_up$lower, follow_up$upper) / month)

years <- c(1, 2, 3, 5)
overall <- summary(survfit(Surv(exit, !is.na(death)) ~ 1, conf.type = "log-log"), times = 365.25 * years, extend = TRUE)
for (i in seq_along(years)) put(sprintf("onset-survival-%d-years", years[i]), overall$surv[i], c(overall$lower[i], overall$upper[i]))

# Cumulative incidence with death as competing event; infinitesimal jackknife, interval on log(-log).
incidence <- function(estimate, event) {
  time <- ifelse(is.na(event), exit, event)
  status <- factor(ifelse(!is.na(event), 1, ifelse(is.na(death), 0, 2)), 0:2, c("censored", "event", "death"))
  curve <- summary(survfit(Surv(time, status) ~ 1), times = 365.25 * years, extend = TRUE)
  for (i in seq_along(years)) {
    p <- curve$pstate[i, 2]
    half <- qnorm(0.975) * curve$std.err[i, 2] / (p * log(p))
    put(sprintf("%s-%d-years", estimate, years[i]), p, if (p > 0) p^exp(c(-half, half)) else c(NA, NA))
  }
}
incidence("onset-incidence-stcm", malignancy)
incidence("onset-incidence-second-primary", any_second)

# Testing: the first secondary T-cell malignancy of each patient.
ordered <- order(row_of(neoplasms), neoplasm_day)
ordered <- ordered[cell[ordered]]
first_cell <- ordered[!duplicated(row_of(neoplasms)[ordered])]
of_case <- match(specimens$neoplasm_id[match(tests$specimen_id, specimens$specimen_id)], neoplasms$neoplasm_id[first_cell])
case_with <- function(rows) length(unique(of_case[rows & !is.na(of_case)]))
valid <- case_with(tests$status == "valid")
share("transgene-tested", valid, events)
share("transgene-positive", case_with(tests$status == "valid" & tests$result == "detected"), valid)
share("onset-share-12-months", sum(malignancy <= 365, na.rm = TRUE), events)

done <- proc.time()[["elapsed"]]
put("seconds-read", read - started)
put("seconds-estimate", done - read)
number <- function(x) ifelse(is.na(x), "", sprintf("%.17g", x))
writeLines(
  c("estimate,value,lower,upper", vapply(rows, function(r) paste(c(r[[1]], number(unlist(r[2:4]))), collapse = ","), "")),
  arguments[2]
)
