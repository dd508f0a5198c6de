"""What is wrong with rows of a file: every one is counted, the first of each kind are shown, and none stops the reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from counterwatch.core import Message, Problem, Template

SHOWN = 10
"""So many rows with the same problem are listed; the others are counted."""

REST = Template("coordination.faults.rest", "{n} further row of {name}: {what}", "{n} further rows of {name}: {what}")


@dataclass(slots=True, kw_only=True)
class Faults:
    """Collects the problems of one file into `problems`, in the order in which they are met."""

    name: str
    problems: list[Problem]
    rows: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, Message] = field(default_factory=dict)

    def bad(self, what: Message, rows: Sequence[int], *, shown: Sequence[Message] | None = None, unit: str = "row") -> None:
        """Count rows that are left out; `shown` says it for each of the first rows in its own words."""
        before = self.rows.get(what.id, 0)
        self.rows[what.id] = before + len(rows)
        self.kinds[what.id] = what
        for place, row in enumerate(rows[: max(0, SHOWN - before)]):
            message = shown[place] if shown is not None else what
            self.problems.append(Problem(message=message, place=f"{unit} {int(row)}", records=1))

    def note(self, message: Message, place: str = "") -> None:
        """Keep a remark: nothing was left out because of it."""
        self.problems.append(Problem(message=message, place=place))

    def settle(self) -> None:
        """Add how many more there are of each kind, once everything was read."""
        for id, count in self.rows.items():
            if count > SHOWN:
                rest = count - SHOWN
                self.problems.append(Problem(message=REST(n=rest, name=self.name, what=self.kinds[id]), records=rest))


def quoted(text: str) -> str:
    """Return text from a file as a message quotes it: at most sixty characters."""
    return text if len(text) <= 60 else f"{text[:59]}…"
