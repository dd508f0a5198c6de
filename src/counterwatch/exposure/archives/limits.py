"""How much of an export is read: one place for every bound beyond those of archives. Each keeps a hostile file below 512 MiB of memory."""

from __future__ import annotations

JSON = 128 << 20
"""Bytes of one JSON file that is held in memory; longer ones are read piece by piece where their format allows it."""
STREAMED = 64 << 20
"""Bytes from which a list of places or messages is read piece by piece: it takes a tenth of the memory and ten times as long."""
SMALL_JSON = 32 << 20
"""Bytes of one JSON file of a platform that hands out many small ones."""
TEXT = 32 << 20
"""Bytes of one file of text, HTML or a table."""
EVENTS = 1_200_000
"""Rows of an export that are kept."""
ROWS = 2_000_000
"""Rows of one list."""
MESSAGES = 300_000
"""Messages of one chat that is text."""
LINES = 200_000
"""Rows of one table, or of one list in a small file."""
BAD = 100_000
"""Rows of a list that is read piece by piece that cannot be read, after which it is given up."""
CARDS = 100_000
"""Contacts in one file."""
LOOKED_AT = 400
"""Files of which the beginning is looked at, to tell the platform."""
