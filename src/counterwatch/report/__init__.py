"""Findings as pages, data, cards and tables. Knows no instrument and no case: everything arrives as plain data in a `Document`."""
