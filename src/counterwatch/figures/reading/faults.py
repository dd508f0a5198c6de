"""What is wrong with rows of a file: the first stops the reading, or all are counted and listed, as the user asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterwatch.core import Message, Problem, Template, UnreadableEvidence

REST = Template(
    "figures.faults.rest",
    "{n} further problem of this file is counted but not listed",
    "{n} further problems of this file are counted but not listed",
)
SKIP = Template("figures.faults.skip", "--skip-bad-rows counts such rows and lists them in the report")
MOST = 1000


@dataclass(slots=True, kw_only=True)
class Faults:
    """Collects what is wrong with one file. `bad` is a row that cannot be read, `note` something the reader of a report must know."""

    name: str
    found: list[tuple[int, Message, Message]] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def bad(self, row: int, message: Message, hint: Message | None = None) -> None:
        self.found.append((row, message, hint or SKIP()))

    def note(self, message: Message, place: str = "") -> None:
        self.notes.append(Problem(message=message, place=place))

    def settle(self, *, skip: bool) -> tuple[Problem, ...]:
        """Raise the first bad row, or return everything as problems: notes first, then rows in order, at most `MOST` of them."""
        self.found.sort(key=lambda each: each[0])
        if self.found and not skip:
            _, message, hint = self.found[0]
            raise UnreadableEvidence(message, hint=hint)
        rows = [Problem(message=message, place=f"row {row}", records=1) for row, message, _ in self.found]
        rest = [Problem(message=REST(n=len(rows) - MOST), records=len(rows) - MOST)] if len(rows) > MOST else []
        return (*self.notes, *rows[:MOST], *rest)


def shown(text: str) -> str:
    """Return text from a file as a message quotes it: at most sixty characters."""
    return text if len(text) <= 60 else f"{text[:59]}…"
