"""Cells that hold several things: `['a', 'b']`, `a b`, `#a#b`, `https://… https://…` become lists of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

ADDRESS = r"[A-Za-z][A-Za-z0-9+.-]*://[^\s\"'<>\[\]|]+"
JOINED = r"[,;|]\s*([A-Za-z][A-Za-z0-9+.-]*://)"
SIGNS = {"hashtags": "#", "mentions": "@"}
PAIRED = r"#[^#\s](?:[^#\n]*[^#\s])?#"
WORDS = ("null", "none", "nan", "nil", "na", "n/a", "undefined")
NOTHING = ("", "[]", "{}", "\\N", "NaN", *(each for word in WORDS for each in (word, word.upper(), word.capitalize())))
"""What is written where there is nothing."""


def present(text: pl.Series) -> pl.Series:
    """Return text without the space around it, null where it is empty or a word for nothing."""
    import polars as pl

    text = text.cast(pl.String, strict=False).str.strip_chars()
    return text.set(text.is_in(NOTHING), None)


def listed(cells: pl.Series, *, role: str) -> pl.Series:
    """Return each cell as a list of text without doubles, null where there is nothing in it."""
    import polars as pl

    if isinstance(cells.dtype, pl.List | pl.Array):
        lists = cells.cast(pl.List(pl.String), strict=False)
    else:
        text = present(cells)
        lists = _addresses(text) if role == "links" else _words(text)
    items = pl.element().str.strip_chars(" \t\r\n\"'").str.strip_prefix(SIGNS.get(role, ""))
    lists = lists.list.eval(items.filter(items.is_not_null() & ~items.is_in(NOTHING))).list.unique(maintain_order=True)
    return pl.select(pl.when(lists.list.len() > 0).then(lists)).to_series()


def _addresses(text: pl.Series) -> pl.Series:
    """Find addresses wherever they stand; what holds none (a number for each address, a bare host) is split like words."""
    import polars as pl

    apart = text.str.replace_all(JOINED, "\n$1")
    found = apart.str.extract_all(ADDRESS).list.eval(pl.element().str.strip_chars_end(",;"))
    return found.zip_with(text.str.contains("://").fill_null(value=False), _words(text))


def _words(text: pl.Series) -> pl.Series:
    """Split at commas, semicolons, bars and white space; within `#…#`, as Weibo writes them, and within quotes white space is kept."""
    import polars as pl

    inner = text.str.strip_chars("[](){} ")
    quoted = inner.str.contains(r"^[\"'].*[\"']$")
    parts = inner.str.replace_all(r"[,;|，；、]", "\n")
    split = pl.select(pl.when(quoted).then(parts).otherwise(parts.str.replace_all(r"\s+", "\n"))).to_series().str.split("\n")
    paired = text.str.contains(PAIRED).fill_null(value=False)
    return text.str.extract_all(PAIRED).list.eval(pl.element().str.strip_chars("#")).zip_with(paired, split)
