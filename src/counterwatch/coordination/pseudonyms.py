"""Accounts become pseudonyms before anything else sees them: a keyed hash, so that nobody without the key can try names."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterwatch.coordination.batch import ACCOUNTS

if TYPE_CHECKING:
    import polars as pl

KEY_LENGTH = 32
LENGTH = 16
"""The characters of a pseudonym: 80 bits, so that a million accounts share none."""


def new_key() -> bytes:
    """Make a key. Pseudonyms of two keys cannot be compared."""
    return secrets.token_bytes(KEY_LENGTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pseudonyms:
    """Turns the account columns of a batch into pseudonyms.

    With `as_given` the accounts stay as they are: for collections whose publisher has already put pseudonyms in their place.
    """

    key: bytes = field(default_factory=new_key, repr=False)
    as_given: bool = False

    def of(self, account: str) -> str:
        """Return the pseudonym of an account."""
        if self.as_given:
            return account
        digest = hmac.digest(self.key, account.encode("utf-8", "surrogatepass"), hashlib.sha256)
        return base64.b32encode(digest[:10]).decode().lower()

    def applied(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Return a batch in which every column that names accounts holds pseudonyms."""
        import polars as pl

        for name in ACCOUNTS:
            if name in batch.columns:
                plain = batch[name].explode(empty_as_null=False) if batch[name].dtype == pl.List else batch[name]
                known = plain.drop_nulls().unique()
                made = pl.Series([self.of(each) for each in known], dtype=pl.String)
                replaced = pl.element() if batch[name].dtype == pl.List else pl.col(name)
                replaced = replaced.replace_strict(known, made, default=None, return_dtype=pl.String)
                batch = batch.with_columns(pl.col(name).list.eval(replaced).alias(name) if batch[name].dtype == pl.List else replaced.alias(name))
        return batch
