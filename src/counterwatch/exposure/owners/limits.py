"""How much of a list of owners is read: one place for every bound, with the code that a refusal names."""

from __future__ import annotations

from counterwatch.core import Template, UnreadableEvidence

TOO_MUCH = Template("exposure.owners.too_much", "{name} holds more than {most} {what} ({code}), the most that is read")
SMALLER = Template("exposure.owners.smaller", "keep to the domains of your own traffic")
BYTES = Template("exposure.owners.bytes", "bytes")
ROWS = Template("exposure.owners.rows", "rows")

LARGEST = 64 << 20
"""Bytes of a list, unpacked."""
MOST_ROWS = 1_000_000
LONGEST = 400
"""Letters of a cell; more is cut."""
SHOWN = 20
"""Problems of one list that are told one by one; the rest is counted."""


def refuse(name: str, most: int, what: Template, code: str) -> UnreadableEvidence:
    """Return the refusal of a list that is too large."""
    return UnreadableEvidence(TOO_MUCH(name=name, most=most, what=what(), code=code), hint=SMALLER())
