"""Texts that several accounts posted as their own."""
