"""Whole percentages in results of polling stations: which stations can be asked, what chance would give, and what is said about it."""
