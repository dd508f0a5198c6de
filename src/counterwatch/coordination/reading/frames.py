"""Posts that were taken out of JSON as a frame of text and lists of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterwatch.coordination.batch import columns

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, Any]
"""The raw parts of one post by name: text, a number, or a list of them."""

NAMED = ("id_str", "id", "text", "tag", "name", "expanded_url", "url", "username", "acct", "did")
"""What of an object inside a list is taken for it, the first that it has."""


def frame_of(rows: Sequence[Row]) -> pl.DataFrame:
    """Return rows as a frame with `row` and the parts that any of them has."""
    import polars as pl

    found = {part for row in rows for part in row}
    series = [_series(part, [row.get(part) for row in rows], many=isinstance(type_, pl.List)) for part, type_ in columns().items() if part in found]
    numbers = pl.Series("row", [row["row"] for row in rows], dtype=pl.UInt64)
    missing = [pl.Series(part, [None] * len(rows), dtype=pl.String) for part in ("account", "time") if part not in found]
    return pl.DataFrame([numbers, *series, *missing])


def _series(part: str, values: list[Any], *, many: bool) -> pl.Series:
    import polars as pl
    import pyarrow as pa

    many = many and any(isinstance(each, list) for each in values)
    cells: list[Any] = [_texts(each) for each in values] if many else [text_of(each) for each in values]
    type_ = pa.large_list(pa.large_string()) if many else pa.large_string()
    try:
        made = pa.array(cells, type=type_)
    except UnicodeEncodeError:
        made = pa.array([[_encodable(item) for item in each or ()] if many else _encodable(each) for each in cells], type=type_)
    return pl.Series(part, pl.from_arrow(made))


def text_of(value: Any) -> str | None:
    """Return a value as text, nothing for nothing; an object is what it is called by."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, dict):
        return next((text_of(value[each]) for each in NAMED if isinstance(value.get(each), str | int)), None)
    if isinstance(value, list):
        return text_of(value[0]) if len(value) == 1 else None
    return str(value)


def _texts(value: Any) -> list[str] | None:
    items = value if isinstance(value, list) else [value]
    return [text for each in items if (text := text_of(each)) is not None] or None


def _encodable(text: str | None) -> str | None:
    """Replace halves of characters, which JSON can write and no encoding has."""
    return text if text is None else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
