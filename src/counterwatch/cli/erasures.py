"""What had been erased on purpose in a case before it was rescued: so that nobody takes it for lost."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from counterwatch.core import Message, Template

if TYPE_CHECKING:
    from counterwatch.case.kinds import Erased, Rescue

RECORDS = Template(
    "cli.erasures.records",
    "not lost: entry {about:raw} there erased {n} record on purpose, signed",
    "not lost: entry {about:raw} there erased {n} records on purpose, signed",
)
OBJECTS = Template(
    "cli.erasures.objects",
    "not lost: entry {about:raw} there erased {n} stored file on purpose, signed: {names}",
    "not lost: entry {about:raw} there erased {n} stored files on purpose, signed: {names}",
)
REASON = Template("cli.erasures.reason", "reason given then: {reason}")
AUTHORITY = Template("cli.erasures.authority", "by right of: {authority}")
SHORT = 16


def erased_there(story: Rescue) -> Iterator[list[Message]]:
    """Yield, for each entry of the damaged case that erased something, what went and the reasons that were given."""
    for seq, group in groupby(story.erased, key=lambda each: each.seq):
        yield _said(seq, list(group))


def _said(seq: int, erased: list[Erased]) -> list[Message]:
    records, objects = sum(len(each.slots) for each in erased), [each.gone[:SHORT] for each in erased if not each.slots]
    found = [RECORDS(about=seq, n=records)] if records else []
    found += [OBJECTS(about=seq, n=len(objects), names=", ".join(objects))] if objects else []
    reasons, rights = (dict.fromkeys(words) for words in ([each.reason for each in erased], [each.authority for each in erased]))
    return [*found, *(REASON(reason=each) for each in reasons if each), *(AUTHORITY(authority=each) for each in rights if each)]
