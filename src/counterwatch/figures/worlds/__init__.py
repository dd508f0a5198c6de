"""Simulated worlds by shape of table: innocent practices that look odd, and falsifications of known size, to measure checks against."""
