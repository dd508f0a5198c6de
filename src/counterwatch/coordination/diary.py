"""The diary of somebody who is written to: what to do now, what arrived and when, and a statement to send. For the owner of the messages only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.advice import first_steps
from counterwatch.coordination.received import Received
from counterwatch.coordination.statement import Section, statement, written
from counterwatch.coordination.waves.scan import scan, series_of
from counterwatch.coordination.waves.wave import Wave, waves_of
from counterwatch.core import Evidence, Finding, Message, Template, Verdict
from counterwatch.core.language import render

NOW = Template("coordination.diary.now", "What you can do now")
SEEN = Template("coordination.diary.seen", "What the messages show")
EXPLAINS = Template("coordination.diary.explains", "What else could explain it")
SEND = Template("coordination.diary.send", "To send, after you have read it: everything below this line")
RULE = "-" * 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """What to do first, the finding, the waves, and the statement."""

    first: tuple[Message, ...]
    finding: Finding
    waves: tuple[Wave, ...]
    statement: tuple[Section, ...]

    def text(self, language: str = "en") -> str:
        """Return the whole diary as plain text: what to do now comes first, the statement last."""
        parts = [
            Section(heading=NOW(), lines=self.first),
            Section(heading=SEEN(), lines=(self.finding.statement, *self.finding.steps)),
            Section(heading=EXPLAINS(), lines=self.finding.limits),
        ]
        if not self.statement:
            return written(parts, language)
        return f"{written(parts, language)}\n{render(SEND(), language)}\n{RULE}\n\n{written(self.statement, language)}"


def diary(table: Received, finding: Finding, *, evidence: Sequence[Evidence] = (), day: str, groups: NDArray[np.int64] | None = None) -> Diary:
    """Return the diary of received messages as of an ISO `day`.

    `finding` is the answer of the check `waves` about the same table; `evidence` are the files that it was read from. `groups` has, per
    account of the table, the group in which the test of synchrony found it, -1 where in none.
    """
    usual, alpha = int(finding.params["usual"]), float(finding.params["alpha"])
    if not len(table):
        return Diary(first=first_steps(), finding=finding, waves=(), statement=())
    found = scan(series_of(table), usual=usual, alpha=alpha)
    seen = waves_of(table, found, groups) if finding.verdict is Verdict.DEPARTS else []
    untested = finding.statement if finding.verdict is Verdict.NOT_TESTED else None
    words = statement(table, seen, evidence=evidence, day=day, usual=usual, asked=found.asked, untested=untested)
    return Diary(first=first_steps(), finding=finding, waves=tuple(seen), statement=words)
