"""What a reader must know about a file that was read in blocks, told once for all of them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from counterwatch.core import Message, Problem
from counterwatch.figures.reading.faults import MOST, REST


class Remarks:
    """Adds up remarks that differ in a number only, and keeps the first rows that could not be read; the memory it takes is bounded."""

    def __init__(self) -> None:
        self._notes: dict[tuple[object, ...], Message] = {}
        self._rows: list[Problem] = []
        self._more = 0
        self._unlisted = 0

    def add(self, problems: Iterable[Problem]) -> None:
        """Take over what was said of one block."""
        for each in problems:
            if not each.records:
                self._note(each.message)
            elif len(self._rows) < MOST and each.message.id != REST.id:
                self._rows.append(each)
            else:
                self._more += each.records
                self._unlisted += each.records

    def _note(self, message: Message) -> None:
        key = (message.id, *sorted((name, str(value)) for name, value in message.params.items() if name != "n"))
        known = self._notes.get(key)
        if known is None and len(self._notes) >= MOST:
            self._unlisted += 1
        elif known is None or not isinstance(known.params.get("n"), int):
            self._notes[key] = message
        else:
            together = {"n": int(known.params["n"] or 0) + int(message.params["n"] or 0)}  # type: ignore[arg-type]
            self._notes[key] = msgspec.structs.replace(known, params=known.params | together)

    def problems(self) -> tuple[Problem, ...]:
        """Return remarks first, then rows in the order in which they were met, then how many more there are."""
        rest = (Problem(message=REST(n=self._unlisted), records=self._more),) if self._unlisted else ()
        return (*(Problem(message=each) for each in self._notes.values()), *self._rows, *rest)
