# The rule of CooRTweet 2.1 in plain data.table: every row of an object meets every later one, then time decides.
#
#     Rscript bench/coortweet_rule.R ROWS.csv EDGES.csv WINDOW_SECONDS LEAST
#
# ROWS.csv has the columns object, account, content and time (seconds). Two lines are printed: seconds for pairs, seconds for edges.
suppressPackageStartupMessages(library(data.table))
given <- commandArgs(TRUE)
window <- as.numeric(given[3])
least <- as.integer(given[4])
rows <- fread(given[1], colClasses = list(character = c("object", "account", "content"), numeric = "time"), na.strings = "")

began <- proc.time()[["elapsed"]]
rows[, size := .N, by = account]
rows <- rows[size >= least]
rows[, first := seq_len(.N)]
rows[, first := min(first), by = account]
setorder(rows, first)

meet <- function(account, content, time) {
  n <- length(time)
  if (n < 2L) return(NULL)
  one <- rep.int(seq_len(n - 1L), (n - 1L):1L)
  other <- one + sequence((n - 1L):1L)
  near <- which(abs(time[one] - time[other]) <= window)
  swap <- time[one[near]] > time[other[near]]
  old <- ifelse(swap, other[near], one[near])
  new <- ifelse(swap, one[near], other[near])
  list(a = account[old], b = account[new], older = content[old], newer = content[new], delta = time[new] - time[old])
}
pairs <- rows[!is.na(object), meet(account, content, time), by = object]
pairs <- pairs[older != newer & object != older & object != newer & a != b]
touched <- rows[content %chin% unique(c(pairs$older, pairs$newer))]
touched[, size := .N, by = account]
enough <- touched[size >= least, unique(content)]
pairs <- pairs[older %chin% enough | newer %chin% enough]
found <- proc.time()[["elapsed"]]

pairs[, c("from", "to") := list(fifelse(a < b, a, b), fifelse(a < b, b, a))]
edges <- pairs[, .(weight = .N, avg_time_delta = mean(delta), n_content_id = uniqueN(older), n_content_id_y = uniqueN(newer)), by = .(from, to)]
done <- proc.time()[["elapsed"]]
fwrite(edges, given[2])
cat(sprintf("%.3f\n%.3f\n", found - began, done - found))
