"""The list of exhibits, for a file or a court."""

from __future__ import annotations

from counterwatch.core import Template
from counterwatch.report.letters.letter import Facts, Letter, Said, exhibits_of, signed_by, state_of

TITLE = Template("report.letter_exhibits.title", "List of exhibits")
CHECK = Template(
    "report.letter_exhibits.check",
    "Each exhibit is a file. Whoever has a copy can compute its SHA-256 with any program and compare it with this list: one changed byte gives "
    "another number.",
)
NOT_SAID = Template(
    "report.letter_exhibits.not_said",
    "The list shows that a file is the one that was sealed. It does not show that what the file says is true, or who made it.",
)


def letter(facts: Facts) -> Letter:
    """Return the numbered list of exhibits with their hashes."""
    return Letter(title=TITLE(), parts=(state_of(facts), *exhibits_of(facts), Said(message=CHECK()), Said(message=NOT_SAID()), *signed_by()))
