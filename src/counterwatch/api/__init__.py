"""Joins the instruments, the case and the report: what the command line, the page and notebooks call."""
