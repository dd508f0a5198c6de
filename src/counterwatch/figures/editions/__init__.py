"""Editions of one publication side by side: what was changed, which way, and what is said about it."""
