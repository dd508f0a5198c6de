"""What a call of an instrument returns: findings that can be counted, tabled, shown in a notebook and recorded in a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterwatch.core import Evidence, Finding, Message, Run, Verdict, canonical, replace

if TYPE_CHECKING:
    import polars as pl

    from counterwatch.case import Case

CARDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The findings of one run, with the evidence they rest on and what was guessed about the file (`said`)."""

    run: Run
    evidence: tuple[Evidence, ...]
    said: tuple[Message, ...] = ()
    stored_as: str | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.run.findings

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.run.findings)

    def __len__(self) -> int:
        return len(self.run.findings)

    def count(self) -> Counter[Verdict]:
        """Return how many findings have each verdict."""
        return Counter(each.verdict for each in self)

    def frame(self) -> pl.DataFrame:
        """Return one row per finding."""
        from counterwatch.report.frame import frame

        return frame(self.findings)

    def lines(self) -> Iterator[str]:
        """Yield one finding per line as JSON, without the contents of attachments."""
        for each in self:
            yield canonical(without_content(each)).decode()

    def recorded(self, case: Case) -> Answer:
        """Store the run in a case and return the answer with the name of the stored object."""
        from counterwatch.api.case import signer_of

        with case.write(self.run.instrument, signer=signer_of(case)) as batch:
            stored = batch.run(self.run)
        return Answer(run=self.run, evidence=self.evidence, said=self.said, stored_as=stored)

    def _repr_html_(self) -> str:
        from counterwatch.report.card import card

        first = sorted(self, key=lambda each: (each.verdict is not Verdict.DEPARTS, each.verdict is Verdict.NOT_TESTED))
        return "".join(card(each) for each in first[:CARDS])


def without_content(finding: Finding) -> Finding:
    """Return a finding whose attachments are named by their hash only."""
    from msgspec.structs import replace as change

    return replace(finding, attachments=tuple(change(each, content=b"") for each in finding.attachments))
