"""Leaks: one's own identifiers in what one's own device sent, in whatever form, digest and encoding they travelled."""
