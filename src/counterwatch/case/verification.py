"""What a verification says: four levels, each pass, fail or not checked, and every defect with what rests on it."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from counterwatch.case.custody import Head
from counterwatch.case.defect import Defect
from counterwatch.case.standing import Standing
from counterwatch.core import Message, Template

HISTORY = Template("case.verification.history", "history (chain, checkpoints, signatures)")
OBJECTS = Template("case.verification.objects", "stored bytes of every object")
CONTENTS = Template("case.verification.contents", "contents (records, evidence, runs, index)")
FINDINGS = Template("case.verification.findings", "findings done again")
LEVELS = (HISTORY, OBJECTS, CONTENTS, FINDINGS)


class Outcome(enum.StrEnum):
    """A level that was not checked is never shown as one that passed."""

    PASS = "pass"  # noqa: S105 - the word, not a password
    FAIL = "fail"
    NOT_CHECKED = "not checked"


class AnchorOutcome(enum.StrEnum):
    """The same for anchors, where there may be nothing to hold the ledger against."""

    PASS = "pass"  # noqa: S105 - the word, not a password
    FAIL = "fail"
    NOT_CHECKED = "not checked"
    NOT_CHECKABLE = "not checkable"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelResult:
    """One level: `count` is the number of entries, objects, records or runs that were looked at."""

    number: int
    name: Message
    outcome: Outcome
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something a reader should know that is not a defect; `file` is relative to the case."""

    file: str
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchoring:
    """Whether the ledger was set back, held against what fixes it from outside; `seq` is the last entry that anything fixes."""

    outcome: AnchorOutcome
    seq: int | None
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The result for a whole case. `founder` is the id of the key that signed the first checkpoint: compare it with a person's word."""

    levels: tuple[LevelResult, ...]
    defects: tuple[Defect, ...]
    notes: tuple[Note, ...]
    head: Head | None
    founder: str
    anchoring: Anchoring | None = None
    standing: Standing | None = None
    """What still verifies, where something does not."""

    @property
    def is_good(self) -> bool:
        is_set_back = self.anchoring is not None and self.anchoring.outcome is AnchorOutcome.FAIL
        return not is_set_back and all(level.outcome is not Outcome.FAIL for level in self.levels)


def level_result(number: int, count: int, defects: list[Defect] | None) -> LevelResult:
    """Return the line of one level; `defects` is None where it was not checked."""
    outcome = Outcome.NOT_CHECKED if defects is None else Outcome.FAIL if defects else Outcome.PASS
    return LevelResult(number=number, name=LEVELS[number](), outcome=outcome, count=count)
