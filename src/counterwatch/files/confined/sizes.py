"""How much of a document is drawn: the bounds that both sides of the limited child process hold to."""

from __future__ import annotations

MOST_BYTES = 256 << 20
"""Bytes of a file that is drawn; it is held in memory."""
MOST_PAGES = 10_000
MOST_PIXELS = 120_000_000
"""Pixels of a picture."""
MOST_DRAWN = 40_000_000
"""Pixels that a page of a PDF is drawn with; a larger page is drawn more coarsely, and that is said."""
MOST_CHARACTERS = 500_000
"""Characters in the text of one page."""


class Refused(Exception):
    """What is not drawn, by a code that the other side has words for."""

    def __init__(self, code: str, page: int = 0) -> None:
        super().__init__(code)
        self.code, self.page = code, page
