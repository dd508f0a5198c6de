"""What to do first: the steps of what departs, the most urgent finding's first, each once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from counterwatch.core import Finding, Message, Verdict, canonical

MOST = 5


def first_steps(findings: Iterable[Finding]) -> tuple[Message, ...]:
    """Return up to five steps: the first of each finding that departs, in their order, then the second of each, and so on."""
    departing = [each.steps for each in findings if each.verdict is Verdict.DEPARTS]
    distinct = {canonical(step): step for rank in zip_longest(*departing) for step in rank if step is not None}
    return tuple(distinct.values())[:MOST]
