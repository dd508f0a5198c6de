"""What is wrong in a capture: every record is counted, the first of each kind are shown with their place, and none stops the reading."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterwatch.core import Message, Problem, Template
from counterwatch.exposure.reading.opening import DAMAGED, Opened

SHOWN = 10
"""So many places with the same problem are listed; the others are counted."""

REST = Template("exposure.faults.rest", "{n} further time: {what}", "{n} further times: {what}")
CUT = Template("exposure.faults.cut", "{name} is a gzip file that breaks off: what stands before was read, and how much is missing is not known")
OVER = Template("exposure.faults.over", "{name} unpacks to more than is read ({code}): what stands before was read")


@dataclass(slots=True, kw_only=True)
class Faults:
    """Collects the problems of one file into `problems`, in the order in which they are met. They name places and never what stands there."""

    name: str
    problems: list[Problem]
    counts: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, tuple[Message, int]] = field(default_factory=dict)

    def bad(self, what: Message, place: str, *, records: int = 1) -> None:
        """Count a record that is left out, or (`records` 0) one that was read but must be told of."""
        count = self.counts[what.id] = self.counts.get(what.id, 0) + 1
        self.kinds[what.id] = what, records
        if count <= SHOWN:
            self.problems.append(Problem(message=what, place=place, records=records))

    def note(self, message: Message, place: str = "") -> None:
        """Keep a remark: nothing was left out because of it."""
        self.problems.append(Problem(message=message, place=place))

    def settle(self, file: Opened) -> None:
        """Add how many more there are of each kind, and what was wrong with the packing, once everything was read."""
        for id, count in self.counts.items():
            what, records = self.kinds[id]
            if count > SHOWN:
                self.problems.append(Problem(message=REST(n=count - SHOWN, what=what), records=(count - SHOWN) * records))
        if file.cut:
            self.note(CUT(name=self.name))
        if file.damaged:
            self.note(DAMAGED(name=self.name, bytes=file.given))
        if file.over is not None:
            self.note(OVER(name=self.name, code=file.over.code))
