"""Messages that one person or group received: how many, when, from how many accounts. Who wrote is a code; what was written is a code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from counterwatch.core import Message, Problem, Template, WrongUsage

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

NONE = -1
"""The code of a text, an answered post or a label where a message has none."""
UNKNOWN = -(2**63)
"""The date of creation of an account where it is not known."""

NO_ZONE = Template("coordination.received.no_zone", "there is no time zone {zone}")
ZONES = Template("coordination.received.zones", "write it as a region and a city, such as Europe/Berlin or Asia/Urumqi")
TWICE = Template(
    "coordination.received.twice", "{n} message stands in the file more than once; it is counted once",
    "{n} messages stand in the file more than once; each is counted once",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Received:
    """Messages in the order of their time (milliseconds UTC), all of them addressed to the owner of the export.

    `account` (codes from 0), `text` (what was written, equal for texts with the same comparison key), `answers` (the post that a message
    answers) and `label` (what kind the owner says it is, an index of `labels`) have an entry per message; `created` has one per account.
    `zone` is the time zone in which the owner's days begin.
    """

    name: str
    time: Integers
    account: Integers
    text: Integers
    answers: Integers
    label: Integers
    created: Integers
    labels: tuple[str, ...] = ()
    zone: str = "UTC"
    accounts: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    said: tuple[Message, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.time)

    @classmethod
    def of(cls, name: str, *, time: Integers, account: Integers, created: Integers | None = None, **more: Any) -> Received:
        """Make a table of arrays in any order; what is not given is unknown."""
        import numpy as np

        given = {each: more.pop(each, np.full(len(time), NONE)) for each in ("text", "answers", "label")}
        order = np.lexsort((*given.values(), account, time))
        columns = {"time": time, "account": account, **given}
        made: dict[str, Any] = {each: np.asarray(values, dtype=np.int64)[order] for each, values in columns.items()}
        known = np.full(int(np.max(account, initial=NONE)) + 1, UNKNOWN) if created is None else np.asarray(created, dtype=np.int64)
        return cls(name=name, created=known, **made, **more)

    def days(self) -> Integers:
        """Return the day of each message in the owner's zone, as days since 1970. Raises `WrongUsage` for a zone that does not exist."""
        import polars as pl

        moments = pl.Series(self.time).cast(pl.Datetime("ms", "UTC"))
        try:
            found = moments.dt.convert_time_zone(self.zone).dt.date().cast(pl.Int32).to_numpy()
        except pl.exceptions.ComputeError as error:
            raise WrongUsage(NO_ZONE(zone=self.zone), hint=ZONES()) from error
        return found.astype("int64")


def received(batches: Iterable[pl.DataFrame], *, name: str, zone: str = "UTC", said: tuple[Message, ...] = ()) -> Received:
    """Return what arrived, from batches of posts (see `batch.columns`) that may have a column `label` with the owner's own word for each.

    Accounts in the batches are pseudonyms. Texts are kept as codes only, equal where their comparison key is; a message whose id occurs
    again is counted once.
    """
    import polars as pl

    wanted = {"post": pl.String, "account": pl.String, "time": pl.Int64, "text": pl.String, "created": pl.Int64, "reply_to": pl.String}
    wanted["label"] = pl.String
    parts = [
        batch.select(pl.col(each).cast(kind) if each in batch.columns else pl.lit(None, kind).alias(each) for each, kind in wanted.items())
        for batch in batches
    ]
    table = pl.concat(parts) if parts else pl.DataFrame(schema=wanted)
    once = pl.concat(
        [table.filter(pl.col("post").is_null()), table.filter(pl.col("post").is_not_null()).unique("post", keep="first", maintain_order=True)]
    )
    problems = (Problem(message=TWICE(n=len(table) - len(once))),) if len(table) > len(once) else ()
    return _coded(once, name, zone, problems, said)


def _coded(table: pl.DataFrame, name: str, zone: str, problems: tuple[Problem, ...], said: tuple[Message, ...]) -> Received:
    import polars as pl

    accounts, account = _codes(table["account"])
    labels, label = _codes(table["label"])
    _, answers = _codes(table["reply_to"])
    _, text = _codes(_keys(table["text"]))
    made = table.group_by("account").agg(pl.col("created").min()).filter(pl.col("created").is_not_null())
    created = pl.Series(accounts, dtype=pl.String).replace_strict(made["account"], made["created"], default=UNKNOWN, return_dtype=pl.Int64)
    return Received.of(
        name, time=table["time"].to_numpy(), account=account, text=text, answers=answers, label=label, created=created.to_numpy(),
        labels=tuple(labels), accounts=tuple(accounts), zone=zone, problems=problems, said=said,
    )  # fmt: skip


def _codes(values: pl.Series) -> tuple[list[str], Integers]:
    """Return the distinct values, sorted, and the place of each among them; -1 where there is none."""
    import polars as pl

    names = values.drop_nulls().unique().sort()
    codes = values.replace_strict(names, pl.int_range(len(names), eager=True), default=NONE, return_dtype=pl.Int64) if len(names) else None
    return names.to_list(), (pl.repeat(NONE, len(values), dtype=pl.Int64, eager=True) if codes is None else codes).to_numpy()


def _keys(texts: pl.Series) -> pl.Series:
    """Return the comparison key of each text; none where a text has no letters and no signs."""
    import polars as pl

    from counterwatch.text.chinese import unified
    from counterwatch.text.key import key

    distinct = texts.drop_nulls().unique()
    keys = pl.Series([unified(key(each)) or None for each in distinct], dtype=pl.String)
    return texts.replace_strict(distinct, keys, default=None, return_dtype=pl.String) if len(distinct) else texts
