"""Counterwatch: sealed evidence, honest findings, reports that a stranger can check again."""

__version__ = "0.1.0"
