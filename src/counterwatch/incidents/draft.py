"""An incident under way: what was answered so far, so that nothing but the answer being typed is ever lost."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from counterwatch.core.finding import Struct
from counterwatch.incidents.asking import NOT_TOLD, Question
from counterwatch.incidents.questions import FIRST, FURTHER


class Draft(Struct, frozen=True):
    """Cells as a row of a sheet has them, evidence (ids) sealed on the way, which question comes next, and when it was begun (UTC)."""

    cells: dict[str, str] = {}
    attached: tuple[str, ...] = ()
    at: int = 0
    began: str = ""

    def saying(self, cells: Mapping[str, str], *, at: int | None = None) -> Draft:
        """Return the draft with some cells said, or cleared where they are empty; and the question that comes next."""
        both = {name: text for name, text in {**self.cells, **cells}.items() if text}
        return msgspec.structs.replace(self, cells=both, at=self.at if at is None else at)

    def with_evidence(self, ids: tuple[str, ...]) -> Draft:
        """Return the draft with more evidence."""
        return msgspec.structs.replace(self, attached=tuple(dict.fromkeys((*self.attached, *ids))))

    def answered(self, question: Question) -> bool:
        """Has a question an answer?"""
        return bool(self.attached) if question.kind == "files" else any(self.cells.get(name) for name in question.fields)

    def missing(self) -> list[Question]:
        """Return what has no answer yet: of the first questions, then of those that may follow."""
        return [each for each in (*FIRST, *FURTHER) if not self.answered(each)]

    def told(self) -> list[Question]:
        """Return what has an answer."""
        return [each for each in (*FIRST, *FURTHER) if self.answered(each)]

    def row(self) -> dict[str, str]:
        """Return the cells that are recorded: a date that nobody knows is said to be unknown."""
        return {"date": NOT_TOLD, **self.cells}
