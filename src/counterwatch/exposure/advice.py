"""What to do: a step with what it costs, what it breaks, where that is from, and the day as of which it stands."""

from __future__ import annotations

from dataclasses import dataclass

from counterwatch.core import Message, Template

AS_OF = "2026-11-28"
STEP = Template("exposure.identity.step", "{do}; cost: {costs}; what it breaks: {breaks} ({source}, as of {day:date})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to do, what it costs, what it breaks, and the source, with the day as of which it stands."""

    do: Template
    costs: Template
    breaks: Template
    source: str
    read: str = AS_OF

    @property
    def step(self) -> Message:
        """All of it as one sentence."""
        return STEP(do=self.do(), costs=self.costs(), breaks=self.breaks(), source=self.source, day=self.read)
