# The peers of the cumulative incidence benchmark: cmprsk::cuminc and, where asked for, survival::survfit with infinitesimal-jackknife errors.
# usage: Rscript incidence.R DATA.csv RESULT.csv survfit|cuminc
# DATA: day,outcome (0 censored, 1, 2). RESULT: what,cause,time,estimate,variance; rows "seconds" hold the time of the call alone.
suppressMessages({ library(survival); library(cmprsk); library(data.table) })
args <- commandArgs(trailingOnly = TRUE)
d <- fread(args[1])
day <- as.double(d$day)
at <- c(1, 30, 90, 180, 365, 730, 1000, 1500, 2000, 2400)
rows <- list()
add <- function(what, cause, time, estimate, variance)
  rows[[length(rows) + 1]] <<- data.frame(what = what, cause = cause, time = time, estimate = estimate, variance = variance)

seconds <- system.time(curves <- cuminc(day, d$outcome))[["elapsed"]]
add("seconds-cuminc", 0, 0, seconds, 0)
points <- timepoints(curves, at)
for (cause in 1:2) add("cuminc", cause, at, points$est[paste(1, cause), ], points$var[paste(1, cause), ])

if (args[3] == "survfit") {
  event <- factor(d$outcome, 0:2, c("censored", "one", "two"))
  seconds <- system.time(fit <- survfit(Surv(day, event) ~ 1))[["elapsed"]]
  add("seconds-survfit", 0, 0, seconds, 0)
  states <- summary(fit, times = at)
  for (cause in 1:2) add("survfit", cause, at, states$pstate[, cause + 1], states$std.err[, cause + 1]^2)
}

out <- do.call(rbind, rows)
out$estimate <- sprintf("%.17g", out$estimate)
out$variance <- sprintf("%.17g", out$variance)
write.csv(out, args[2], row.names = FALSE, quote = FALSE)
