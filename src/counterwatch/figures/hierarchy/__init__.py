"""A total and its parts: how far rounding lets them differ, how far they do, and when that changed."""
