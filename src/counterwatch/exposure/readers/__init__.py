"""Readers of one's own material: a file for each source."""
