"""The user's word on a file of posts: which column is what, and how its times are written."""

from __future__ import annotations

from typing import Literal

from counterwatch.core.finding import Struct

DateOrder = Literal["dmy", "mdy"]
Unit = Literal["s", "ms", "us", "ns"]


class Mapping(Struct, frozen=True):
    """What is left open is guessed, and the guess is told.

    `columns` gives a part of a post (see `batch.columns`) a column of the file (`{"account": "用户ID"}`); an empty name leaves the part
    out. `zone` is where the clock of stamps without a zone stood (`Asia/Shanghai`), `unit` what times written as numbers count.
    """

    columns: dict[str, str] = {}
    zone: str | None = None
    date_order: DateOrder | None = None
    unit: Unit | None = None
    encoding: str | None = None
