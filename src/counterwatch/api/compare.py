"""Comparing a stored run with the same run done again: numbers within a tolerance, everything else exactly."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import msgspec

from counterwatch.core import Finding, Message, Run, Template

RELATIVE, ABSOLUTE = 1e-6, 1e-12
"""Floats differ in the last bits between processors; a difference above both is a difference."""

CODE = Template("api.compare.code", "the code that computed it has changed since: {modules}")
MISSING = Template("api.compare.missing", "{check} on {subject}: the stored finding does not come out again")
ADDED = Template("api.compare.added", "{check} on {subject}: a finding comes out that was not stored")
DIFFERS = Template("api.compare.differs", "{check} on {subject}: {field} was {stored} and is {now}")
INPUTS = Template("api.compare.inputs", "{field} is not what the run was done with")
SHOWN = 80


def differences(stored: Run, again: Run) -> Iterator[tuple[Message, Finding | None]]:
    """Yield what differs, with the finding it concerns; nothing when the run came out the same."""
    from counterwatch.api.made_by import changed_modules

    if changed := changed_modules(stored.code, again.code):
        yield CODE(modules=", ".join(changed)), None
    for field in ("reader", "read_with", "asked", "plugins", "problems"):
        if plain(getattr(stored, field)) != plain(getattr(again, field)):
            yield INPUTS(field=field), None
    if first_difference(msgspec.to_builtins(stored.overview), msgspec.to_builtins(again.overview)):
        yield INPUTS(field="overview"), None
    was, now = {each.id: each for each in stored.findings}, {each.id: each for each in again.findings}
    for id, finding in was.items():
        if id not in now:
            yield MISSING(check=finding.check, subject=finding.subject), finding
        elif difference := first_difference(plain(finding), plain(now[id])):
            field, left, right = difference
            yield DIFFERS(check=finding.check, subject=finding.subject, field=field, stored=brief(left), now=brief(right)), finding
    for each in now.keys() - was.keys():
        yield ADDED(check=now[each].check, subject=now[each].subject), now[each]


def plain(value: Any) -> Any:
    """Return a value as JSON types, without the contents of attachments and the software versions (they are compared by code)."""
    made = msgspec.to_builtins(value)
    if isinstance(value, Finding):
        made.pop("software", None)
        for attachment in made.get("attachments", ()):
            attachment.pop("content", None)
    return made


def first_difference(left: Any, right: Any, place: str = "") -> tuple[str, Any, Any] | None:
    """Return the first place at which two JSON values differ by more than the tolerance."""
    if isinstance(left, bool) or isinstance(right, bool) or not (isinstance(left, int | float) and isinstance(right, int | float)):
        if isinstance(left, dict) and isinstance(right, dict):
            pairs = [(f"{place}.{key}" if place else key, left.get(key), right.get(key)) for key in sorted(left.keys() | right.keys())]
        elif isinstance(left, list | tuple) and isinstance(right, list | tuple) and len(left) == len(right):
            pairs = [(f"{place}[{number}]", *pair) for number, pair in enumerate(zip(left, right, strict=True))]
        else:
            return None if left == right else (place, left, right)
        return next((found for name, a, b in pairs if (found := first_difference(a, b, name))), None)
    return None if math.isclose(left, right, rel_tol=RELATIVE, abs_tol=ABSOLUTE) else (place, left, right)


def brief(value: Any) -> str:
    """Return a value as short text."""
    text = str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
