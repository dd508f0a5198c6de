"""What a source itself says of its method, with the document that says so."""

from __future__ import annotations

from counterwatch.core.finding import Struct

COUNTED = "counted"
"""The method of a source that says: these are counts, made public day by day as they come in."""


class Declared(Struct, frozen=True):
    """A method, `counted` or the name of a habit (`mean`, `grid` ...), and where the source declares it: title, date, page or address."""

    method: str
    document: str
    quote: str = ""
