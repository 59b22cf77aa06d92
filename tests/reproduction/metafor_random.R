# Reads studies.csv (set, scale, yi, vi, x, group) and counts.csv (set, a, n1, c, n2) in the folder named on the
# command line and prints lines of "set key value". Iterations are driven far beyond metafor's defaults, so that
# what is compared is the formula and not the place where an iteration ends.
if (!suppressWarnings(suppressMessages(require(metafor, quietly = TRUE)))) quit(status = 3)
folder <- commandArgs(trailingOnly = TRUE)[1]
say <- function(set, key, value) for (i in seq_along(value)) {
  if (!is.na(value[i])) cat(sprintf("%s %s.%d %.17g\n", set, key, i - 1, value[i]))
}
quiet <- function(what) tryCatch(suppressMessages(suppressWarnings(what)), error = function(e) NULL)

studies <- read.csv(file.path(folder, "studies.csv"))
for (set in unique(studies$set)) {
  d <- studies[studies$set == set, ]
  s2 <- d$scale[1]^2
  control <- list(threshold = 1e-11 * s2, maxiter = 5000, tol = 1e-13 * s2, tau2.max = 1e6 * s2)
  for (method in c("REML", "DL", "PM", "ML", "EB", "SJ", "HE", "FE")) {
    key <- function(name) paste(method, name, sep = "-")
    a <- quiet(rma(yi, vi, data = d, method = method, control = control))
    if (is.null(a)) next
    say(set, key("estimate"), a$beta[1])
    say(set, key("se"), a$se)
    say(set, key("p"), a$pval)
    say(set, key("ci"), c(a$ci.lb, a$ci.ub))
    say(set, key("tau2"), a$tau2)
    say(set, key("i2"), a$I2)
    say(set, key("h2"), a$H2)
    say(set, key("q"), c(a$QE, a$QEp))
    say(set, key("weights"), weights(a))
    if (method != "FE") {
      say(set, key("tau2_se"), a$se.tau2)
      p <- predict(a)
      say(set, key("prediction"), c(p$pi.lb, p$pi.ub))
    }
    b <- quiet(rma(yi, vi, data = d, method = method, test = "knha", control = control))
    if (!is.null(b)) {
      say(set, key("knha_se"), b$se)
      say(set, key("knha_p"), b$pval)
      say(set, key("knha_ci"), c(b$ci.lb, b$ci.ub))
      if (method != "FE") {
        p <- predict(b)
        say(set, key("knha_prediction"), c(p$pi.lb, p$pi.ub))
      }
    }
    if (nrow(d) < 4) next
    for (test in c("z", "knha")) {
      g <- quiet(rma(yi, vi, mods = ~x, data = d, method = method, test = test, control = control))
      if (is.null(g)) next
      say(set, key(paste0("line_", test)), c(g$beta, g$se, g$pval, g$ci.lb, g$ci.ub))
      say(set, key(paste0("line_rest_", test)), c(g$tau2, g$QM, g$QMp, g$QE, g$QEp, g$I2, g$H2, g$R2))
    }
    e <- quiet(regtest(a))
    if (!is.null(e)) say(set, key("egger"), c(e$zval, e$pval, e$est, e$ci.lb, e$ci.ub))
  }
  a <- quiet(rma(yi, vi, data = d, method = "DL", control = control))
  i <- quiet(confint(a, control = list(tau2.max = 1e9 * s2, tol = 1e-15 * s2, maxiter = 10000))$random)
  if (!is.null(i)) {
    say(set, "tau2_interval", i[1, 2:3])
    say(set, "i2_interval", i[3, 2:3])
  }
  if (nrow(d) < 4) next
  e <- quiet(regtest(a, model = "lm"))
  say(set, "egger_lm", c(e$zval, e$pval, e$est))
  one <- quiet(leave1out(a))
  say(set, "leave_estimate", one$estimate)
  say(set, "leave_se", one$se)
  all <- quiet(cumul(a))
  say(set, "cumulative_estimate", all$estimate)
  say(set, "cumulative_se", all$se)
  parts <- lapply(split(d, d$group), function(part) quiet(rma(yi, vi, data = part, method = "DL", control = control)))
  estimates <- sapply(parts, function(part) part$beta[1])
  errors <- sapply(parts, function(part) part$se)
  say(set, "groups", estimates)
  between <- quiet(rma(estimates, sei = errors, method = "FE"))
  say(set, "between", c(between$QE, between$QEp))
}

counts <- read.csv(file.path(folder, "counts.csv"))
for (set in unique(counts$set)) {
  d <- counts[counts$set == set, ]
  for (key in c("OR", "RR", "RD", "PETO")) {
    r <- quiet(if (key == "PETO") {
      rma.peto(ai = a, n1i = n1, ci = c, n2i = n2, data = d)
    } else {
      rma.mh(measure = key, ai = a, n1i = n1, ci = c, n2i = n2, data = d)
    })
    if (is.null(r) || is.na(r$beta)) next
    say(set, paste(key, "pooled", sep = "-"), c(r$beta, r$se, r$pval, r$ci.lb, r$ci.ub, r$QE, r$k.yi))
    if (key != "PETO") {
      e <- escalc(measure = key, ai = a, n1i = n1, ci = c, n2i = n2, data = d)
      say(set, paste(key, "yi", sep = "-"), e$yi)
      say(set, paste(key, "vi", sep = "-"), e$vi)
    }
  }
  m <- escalc(measure = "SMD", m1i = a, sd1i = sqrt(n1), n1i = n1, m2i = c, sd2i = sqrt(n2), n2i = n2, data = d)
  say(set, "SMD-yi", m$yi)
  say(set, "SMD-vi", m$vi)
}
