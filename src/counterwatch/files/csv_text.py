"""Tables that findings carry: a spreadsheet opens them without running anything that the evidence says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

RUN = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula; some read the wide forms of East Asian keyboards as well."""
MARK = "'"


def inert(text: str) -> str:
    """Return a text that no spreadsheet runs: an apostrophe stands in front of what it would take for a formula, and of such apostrophes."""
    return MARK + text if text.lstrip(MARK).startswith(RUN) else text


def as_it_was(text: str) -> str:
    """Return what `inert` was given."""
    return text[1:] if text.startswith(MARK) and text.lstrip(MARK).startswith(RUN) else text


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as comma-separated values; a text that a spreadsheet would run as a formula gets an apostrophe in front."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([inert(each) if isinstance(each, str) else each for each in row] for row in rows)
    return text.getvalue()
