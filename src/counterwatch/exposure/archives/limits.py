"""How much of an export is read: one place for every bound beyond those of archives."""

from __future__ import annotations

JSON = 256 << 20
"""Bytes of one JSON file that is held in memory; longer ones are read piece by piece where their format allows it."""
STREAMED = 64 << 20
"""Bytes from which a list of places or messages is read piece by piece."""
TEXT = 64 << 20
"""Bytes of one file of text, HTML or a table."""
EVENTS = 5_000_000
"""Rows of an export that are kept."""
CARDS = 100_000
"""Contacts in one file."""
LOOKED_AT = 400
"""Files of which the beginning is looked at, to tell the platform."""
