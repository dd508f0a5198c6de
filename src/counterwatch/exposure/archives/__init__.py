"""Exports of platforms: which platform one is of, and what its sections say."""
