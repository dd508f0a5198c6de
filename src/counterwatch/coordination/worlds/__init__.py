"""Simulated worlds of accounts that post: with nobody acting together, and with planted groups."""
