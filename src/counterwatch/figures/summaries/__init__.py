"""Reported means, standard deviations and percentages: which of them whole numbers can give, and reading them from a file."""
