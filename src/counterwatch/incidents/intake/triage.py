"""The queue in which submissions wait: what is nearly the same is one line, and lines come in an order by what is said here. It judges no person.

First what a form wrote, what tells something, what reads as a language, and what nobody else sent, in steps of a tenth of its text; of these first
where a use was agreed to. Among lines that are equal in all this, batches and kinds (script, with or without attachments) take turns, and each has
its submissions in the order in which they came: many of one kind cannot push back the few of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterwatch.incidents.intake.novelty import resembling, shared
from counterwatch.incidents.intake.sketches import Sketches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PAGE = 50
STEPS = 10
LETTERS = 30
"""A text of fewer letters tells little by itself; a character of Chinese counts three."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the order needs of a submission beside its sketch: the batch it came in and what kind it is of, and what it states."""

    evidence: str
    batch: str
    kind: str
    has_fault: bool
    tells: bool
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the queue: the submission that is shown (its number in the order of coming) and all that are nearly the same, the first first."""

    shown: int
    members: tuple[int, ...]
    shared: float
    reads: bool | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gathered:
    """Submissions gathered in groups: the number of the one each gathers around, and how much of it stands in others outside of its group."""

    centre: NDArray[np.int64]
    shared: NDArray[np.float64]

    @property
    def centres(self) -> list[int]:
        import numpy as np

        found: list[int] = np.flatnonzero(self.centre == np.arange(len(self.centre))).tolist()
        return found


def gathered(sketches: Sketches) -> Gathered:
    """Gather submissions that are nearly the same; those with the very same text are one from the beginning."""
    import numpy as np

    from counterwatch.text.gathered import gathered as around

    _, first, same, copies = np.unique(sketches.texts, return_index=True, return_inverse=True, return_counts=True)
    order = np.argsort(first)
    distinct, number = first[order], np.argsort(order)
    centre = distinct[around(sketches.signed[:, distinct], copies[order])][number[same]]
    return Gathered(centre=centre, shared=np.maximum(shared(sketches, centre), resembling(sketches, centre)))


def lines(found: Gathered, seen: Sequence[Seen], reads: Sequence[bool | None]) -> list[Line]:
    """Return every line of the queue in its order; `reads` says for each centre, in the order of `centres`, whether it reads as a language."""
    import numpy as np

    order = np.argsort(found.centre, kind="stable")
    begins = np.searchsorted(found.centre[order], found.centres)
    members = np.split(order, begins[1:]) if len(order) else []
    made = [
        Line(shown=centre, members=tuple(each.tolist()), shared=float(found.shared[centre]), reads=read)
        for centre, each, read in zip(found.centres, members, reads, strict=True)
    ]
    return _in_turns(sorted(made, key=lambda line: (*_rank(line, seen[line.shown]), line.members[0])), seen)


def _rank(line: Line, seen: Seen) -> tuple[bool, bool, bool, int, bool]:
    return seen.has_fault, not seen.tells, line.reads is False, int(line.shared * STEPS), not seen.agreed


def _in_turns(ordered: Sequence[Line], seen: Sequence[Seen]) -> list[Line]:
    """Let batches and kinds take turns among lines of one rank."""
    turns: dict[tuple[object, ...], int] = {}
    keyed = []
    for line in ordered:
        which = seen[line.shown]
        rank = _rank(line, which)
        turn = turns.get((rank, which.batch, which.kind), 0)
        turns[rank, which.batch, which.kind] = turn + 1
        keyed.append((rank, turn, line.members[0], line))
    return [line for *_, line in sorted(keyed, key=lambda each: each[:3])]
