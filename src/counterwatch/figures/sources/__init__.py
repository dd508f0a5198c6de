"""Two sources about one thing: ratios of their sums, baselines of all deaths, and what is said about both."""
