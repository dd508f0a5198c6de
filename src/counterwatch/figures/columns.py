"""How the columns of a file are to be read, and what was guessed where nothing was said."""

from __future__ import annotations

from typing import Literal

from counterwatch.core import Message, WrongUsage
from counterwatch.core.finding import Struct

DateOrder = Literal["ymd", "dmy", "mdy", "excel"]


class Columns(Struct, frozen=True):
    """The user's word on a file. What is left open (`None` or empty) is guessed, and the guess is printed.

    `unit` names what the numbers are about (a province), `per` further columns that are part of its name. `series` is a column whose
    entries name different values (`deaths`, `confirmed`). `where` keeps only rows with these entries, `map` gives a field another
    column (`{"time": "日期"}`). `skip_bad_rows` counts and lists what cannot be read instead of stopping at it.
    """

    unit: str | None = None
    per: tuple[str, ...] = ()
    time: str | None = None
    value: tuple[str, ...] = ()
    series: str | None = None
    kind: Literal["counts", "amounts", "rates"] | None = None
    cumulative: bool | None = None
    layout: Literal["long", "wide"] | None = None
    date_order: DateOrder | None = None
    decimal: Literal[".", ","] | None = None
    sheet: str | None = None
    encoding: str | None = None
    where: dict[str, str] = {}
    map: dict[str, str] = {}
    skip_bad_rows: bool = False


class Guess(Struct, frozen=True):
    """How a file was read: `columns` reads it the same way again, `said` tells it to the user, one sentence each."""

    columns: Columns = Columns()
    said: tuple[Message, ...] = ()


class AmbiguousDates(WrongUsage):
    """Every date of a column could be day first or month first; `choices` are the orders that would work."""

    def __init__(self, message: Message, *, hint: Message, choices: tuple[DateOrder, ...]) -> None:
        super().__init__(message, hint=hint)
        self.choices = choices
