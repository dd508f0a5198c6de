"""Readers of captures of one's own traffic."""
