# MGPS as openEBGM makes it, in base R: hyper-parameters by nlminb from several starts on squashed points, Qn, EBGM, and EB05/EB95 by the same vectorised
# bisection (limits, starting point, tolerance and the two evaluations of each step as in quantBisect with its default of two digits).
# usage: Rscript mgps.R PAIRS.csv SQUASHED.csv THETA.csv RESULT.csv
# PAIRS: n,e of all pairs; SQUASHED: n,e,weight; THETA: the prior to score with, so that the scores of both sides can be compared.
# RESULT: key,value lines (seconds, minima of the search), then the scores of all pairs.
arguments <- commandArgs(trailingOnly = TRUE)
pairs <- read.csv(arguments[1])
squashed <- read.csv(arguments[2])
theta <- as.numeric(read.csv(arguments[3], header = FALSE)[1, ])
N <- pairs$n
E <- pairs$e

likelihood <- function(theta, n, e, w) {
  p1 <- theta[2] / (theta[2] + e)
  p2 <- theta[4] / (theta[4] + e)
  f1 <- dnbinom(n, size = theta[1], prob = p1) / (1 - pnbinom(0, size = theta[1], prob = p1))
  f2 <- dnbinom(n, size = theta[3], prob = p2) / (1 - pnbinom(0, size = theta[3], prob = p2))
  sum(-w * log(theta[5] * f1 + (1 - theta[5]) * f2))
}
starts <- list(c(0.2, 0.1, 2, 4, 1 / 3), c(0.1, 0.1, 10, 10, 0.2), c(0.5, 0.5, 5, 5, 0.5))
fit_seconds <- system.time(
  fits <- lapply(starts, function(start) {
    suppressWarnings(nlminb(start, likelihood, n = squashed$n, e = squashed$e, w = squashed$weight,
                            control = list(eval.max = 500, iter.max = 500, abs.tol = 1e-20, xf.tol = 5e-14)))
  })
)[["elapsed"]]
inside <- function(f) all(f$par > 0) && all(f$par[1:4] < 100) && f$par[5] < 1
minima <- sapply(fits, function(f) if (inside(f)) f$objective else NA)

distribution <- function(x, cut, qn) {
  qn * pgamma(x, shape = theta[1] + N, rate = theta[2] + E) + (1 - qn) * pgamma(x, shape = theta[3] + N, rate = theta[4] + E) - cut
}
bisect <- function(cut, qn, tolerance) {
  first <- rep(1, length(N))
  high <- distribution(first, cut, qn) > 0
  left <- ifelse(high, -100000, first)
  right <- ifelse(high, first, 100000)
  repeat {
    middle <- (left + right) / 2
    error <- distribution(middle, cut, qn)
    if (max((right - left) / 2) < tolerance) return(middle)
    same <- sign(distribution(left, cut, qn)) == sign(error)
    left <- ifelse(same, middle, left)
    right <- ifelse(same, right, middle)
  }
}
score_seconds <- system.time({
  f1 <- dnbinom(N, size = theta[1], prob = theta[2] / (theta[2] + E))
  f2 <- dnbinom(N, size = theta[3], prob = theta[4] / (theta[4] + E))
  qn <- theta[5] * f1 / (theta[5] * f1 + (1 - theta[5]) * f2)
  ebgm <- exp(qn * (digamma(theta[1] + N) - log(theta[2] + E)) + (1 - qn) * (digamma(theta[3] + N) - log(theta[4] + E)))
  eb05 <- bisect(0.05, qn, 0.005)
  eb95 <- bisect(0.95, qn, 0.005)
})[["elapsed"]]

out <- file(arguments[4], "w")
writeLines(sprintf("seconds-fit,%.6f", fit_seconds), out)
writeLines(sprintf("seconds-scores,%.6f", score_seconds), out)
writeLines(sprintf("minimum,%.12g", min(minima, na.rm = TRUE)), out)
best <- fits[[which.min(minima)]]$par
writeLines(paste(c("theta", sprintf("%.15g", best)), collapse = ","), out)
writeLines("qn,ebgm,eb05,eb95", out)
writeLines(sprintf("%.15g,%.15g,%.15g,%.15g", qn, ebgm, eb05, eb95), out)
close(out)
