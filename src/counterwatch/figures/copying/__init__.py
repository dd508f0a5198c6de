"""Blocks of days that occur twice in a panel, and how many such blocks chance would make."""
