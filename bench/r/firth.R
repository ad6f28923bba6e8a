# Firth logistic regression with profile intervals and penalised likelihood-ratio tests for all terms, by the algorithm of logistf 1.26 and its default stops (1e-5):
# Fisher scoring on the modified score with step limit 5 and halving; limits by Venzon and Moolgavkar's steps from the estimate. Matrix products by BLAS.
# Used where the package logistf is not installed; with it, logistf itself is measured.
arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1])
y <- data$case
X <- cbind(1, as.matrix(data[, setdiff(names(data), "case")]))
k <- ncol(X)

at <- function(beta) {
  p <- plogis(drop(X %*% beta))
  WX <- X * sqrt(p * (1 - p))
  information <- crossprod(WX)
  root <- chol(information)
  inverse <- chol2inv(root)
  h <- rowSums((WX %*% inverse) * WX)
  list(loglik = sum(log(ifelse(y == 1, p, 1 - p))) + sum(log(diag(root))), score = drop(crossprod(X, y - p + h * (0.5 - p))), inverse = inverse, information = information)
}

fit <- function(beta, free, stop) {
  here <- at(beta)
  for (iteration in 1:100) {
    step <- numeric(k)
    step[free] <- solve(here$information[free, free, drop = FALSE], here$score[free])
    step <- step / max(1, max(abs(step)) / 5)
    for (half in 0:10) {
      there <- at(beta + step)
      if (there$loglik >= here$loglik - 1e-12) break
      step <- step / 2
    }
    gain <- there$loglik - here$loglik
    beta <- beta + step
    here <- there
    if (max(abs(step)) <= stop && max(abs(here$score[free])) <= stop && gain <= stop) break
  }
  c(here, list(beta = beta))
}

limit <- function(full, j, side, stop) {
  target <- full$loglik - qchisq(0.95, 1) / 2
  beta <- full$beta
  here <- full
  for (iteration in 1:100) {
    gain <- drop(here$inverse %*% here$score)
    slope <- here$inverse[, j]
    lambda <- side * sqrt(max(0, 2 * (here$loglik - target + sum(gain * here$score) / 2) / slope[j]))
    step <- gain + lambda * slope
    step <- step / max(1, max(abs(step)) / 5)
    beta <- beta + step
    here <- at(beta)
    if (max(abs(step)) <= stop && abs(here$loglik - target) <= stop) break
  }
  beta[j]
}

analyse <- function(stop) {
  full <- fit(numeric(k), 1:k, stop)
  rows <- lapply(1:k, function(j) {
    start <- full$beta
    start[j] <- 0
    held <- fit(start, setdiff(1:k, j), stop)
    c(full$beta[j], limit(full, j, -1, stop), limit(full, j, 1, stop), pchisq(2 * (full$loglik - held$loglik), 1, lower.tail = FALSE))
  })
  do.call(rbind, rows)
}

if (requireNamespace("logistf", quietly = TRUE)) {
  suppressMessages(library(logistf))
  peer <- paste("logistf", packageVersion("logistf"))
  seconds <- system.time(logistf(case ~ ., data = data))[["elapsed"]]
} else {
  peer <- "its algorithm in R"
  seconds <- system.time(analyse(1e-5))[["elapsed"]]
}
answer <- analyse(1e-10)
lines <- c(sprintf("peer,%s", peer), sprintf("seconds,%.6f", seconds), sprintf("%d,%.15g,%.15g,%.15g,%.15g", seq_len(k) - 1, answer[, 1], answer[, 2], answer[, 3], answer[, 4]))
writeLines(lines, arguments[2])
