# The peers of the Fine-Gray benchmark: cmprsk::crr with variance, or survival::finegray with a weighted coxph.
# usage: Rscript fine_gray.R DATA.csv RESULT.csv crr|finegray
# DATA: day,outcome,x1..xp. RESULT: what,row,column,value; "seconds" is the time of the calls alone.
suppressMessages({ library(survival); library(cmprsk); library(data.table) })
args <- commandArgs(trailingOnly = TRUE)
d <- as.data.frame(fread(args[1]))
d$day <- as.double(d$day)
covariates <- grep("^x", names(d), value = TRUE)

if (args[3] == "crr") {
  x <- as.matrix(d[covariates])
  seconds <- system.time(fit <- crr(d$day, d$outcome, x, gtol = 1e-12, maxiter = 30))[["elapsed"]]
  coefficients <- fit$coef
  covariance <- fit$var
} else {
  d$event <- factor(d$outcome, 0:2, c("censored", "one", "two"))
  d$outcome <- NULL
  seconds <- system.time({
    long <- finegray(Surv(day, event) ~ ., data = d, etype = "one")
    model <- reformulate(covariates, response = quote(Surv(fgstart, fgstop, fgstatus)))
    fit <- coxph(model, data = long, weights = fgwt, eps = 1e-12, toler.chol = 1e-13)
  })[["elapsed"]]
  coefficients <- coef(fit)
  covariance <- fit$var
}

p <- length(covariates)
out <- rbind(
  data.frame(what = "seconds", row = 0, column = 0, value = seconds),
  data.frame(what = "coefficient", row = 1:p, column = 0, value = unname(coefficients)),
  data.frame(what = "covariance", row = rep(1:p, p), column = rep(1:p, each = p), value = as.vector(covariance))
)
out$value <- sprintf("%.17g", out$value)
write.csv(out, args[2], row.names = FALSE, quote = FALSE)
