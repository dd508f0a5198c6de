"""How much of an identity file is read: one place for every bound, with the code of the refusal."""

from __future__ import annotations

from dataclasses import dataclass

from counterwatch.core import Template, UnreadableEvidence

TOO_MUCH = Template("exposure.identity.too_much", "{name} holds more than {most} {what} ({code}), the most that is read")
SMALLER = Template("exposure.identity.smaller", "keep to your own accounts, and leave out those that nobody would miss")
BYTES = Template("exposure.identity.bytes", "bytes")
THINGS = Template("exposure.identity.things", "things and accounts")
WAYS = Template("exposure.identity.ways", "ways in")
NEEDS = Template("exposure.identity.needs", "needs of one way in")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A bound, what it counts, and the code that a refusal names."""

    code: str
    most: int
    what: Template


SIZE = Limit(code="identity-size", most=64 << 20, what=BYTES)
NODES = Limit(code="identity-nodes", most=100_000, what=THINGS)
ROUTES = Limit(code="identity-ways", most=500_000, what=WAYS)
PER_ROUTE = Limit(code="identity-needs", most=64, what=NEEDS)


def within(limit: Limit, count: int, *, name: str) -> None:
    """Refuse a file that holds more than a limit allows."""
    if count > limit.most:
        raise UnreadableEvidence(TOO_MUCH(name=name, most=limit.most, what=limit.what(), code=limit.code), hint=SMALLER())
