"""Posts shown for evidence: their beginnings, read again from the file, with names of accounts taken out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from counterwatch.coordination.sources import Source, numbered
from counterwatch.coordination.table import Excerpt

if TYPE_CHECKING:
    import polars as pl

MENTION = re.compile(r"[\w.+\-]*[@＠][\w.\-]+(@[\w.\-]+)?")
LONGEST = 280


def excerpts_from(sources: Sequence[Source]) -> Callable[[Collection[int]], Mapping[int, Excerpt]]:
    """Return what looks posts up by their numbers (rows, counted on from file to file) in files that can be read again."""

    def excerpts(contents: Collection[int]) -> Mapping[int, Excerpt]:
        import polars as pl

        wanted, found = pl.Series(sorted(contents), dtype=pl.Int64), dict[int, Excerpt]()
        for number, name, batch in numbered(sources):
            if len(found) == len(wanted):
                break
            found |= {row: Excerpt(text=text, place=f"{name}:{row - number}") for row, text in _texts(batch, wanted)}
        return found

    return excerpts


def _texts(batch: pl.DataFrame, wanted: pl.Series) -> list[tuple[int, str]]:
    import polars as pl

    rows = batch.filter(pl.col("row").is_in(wanted.implode()))
    texts = rows["text"].to_list() if "text" in rows.columns else [""] * len(rows)
    return [(int(row), shown(text or "")) for row, text in zip(rows["row"], texts, strict=True)]


def shown(text: str) -> str:
    """Return the beginning of a text without the names that it mentions."""
    plain = MENTION.sub("@…", " ".join(text.split()))
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1].rstrip() + "…"
