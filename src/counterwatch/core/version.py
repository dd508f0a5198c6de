"""The version of this program, as findings, packs and reports name it."""

__version__ = "0.1.0"
