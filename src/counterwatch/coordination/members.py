"""The accounts of a collection: their pseudonyms, and when they were made where the source says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


class Members:
    """Gathers the pseudonyms of the accounts that posted, and the earliest date of creation that is told of each."""

    def __init__(self) -> None:
        self._known: dict[str, int | None] = {}
        self._tells_creation = False

    def see(self, batch: pl.DataFrame) -> None:
        """Take the accounts of a batch; its accounts are pseudonyms already."""
        import polars as pl

        told = "created" in batch.columns
        self._tells_creation |= told
        created = pl.col("created").min() if told else pl.lit(None, dtype=pl.Int64).alias("created")
        for account, when in batch.group_by("account").agg(created).iter_rows():
            before = self._known.get(account)
            self._known[account] = when if before is None else before if when is None else min(when, before)

    def accounts(self) -> pl.Series:
        """Return all pseudonyms, sorted."""
        import polars as pl

        return pl.Series("account", sorted(self._known), dtype=pl.String)

    def created(self) -> pl.Series | None:
        """Return when each account was made (milliseconds UTC, null where unknown), in the order of `accounts`; None where nothing is told."""
        import polars as pl

        return pl.Series("created", [self._known[each] for each in sorted(self._known)], dtype=pl.Int64) if self._tells_creation else None
