"""The declaration of the person who collected the exhibits: what they did, and what they do not know."""

from __future__ import annotations

from counterwatch.core import Template
from counterwatch.report.letters.letter import DRAFT, NAME, ROLE, Blank, Facts, Letter, Said, exhibits_of, signed_by, state_of

TITLE = Template("report.letter_declaration.title", "Declaration of the person who collected the exhibits")
KNOWS = Template("report.letter_declaration.knows", "I declare, of my own knowledge except where I say otherwise:")
COLLECTED = Template(
    "report.letter_declaration.collected",
    "I collected the exhibit listed below, or it was handed to me, and I placed it in the case on {first}.",
    "I collected the {n} exhibits listed below, or they were handed to me, and I placed them in the case between {first} and {last}.",
)
PROGRAM = Template(
    "report.letter_declaration.program",
    "I used counterwatch {version}. As each file was sealed, the program computed its SHA-256 and wrote it, with the time of the computer, into a "
    "history in which every entry holds the hash of the one before and is signed.",
)
MACHINE = Template("report.letter_declaration.machine", "The computer on which this was done, and who else could use it")
KEY = Template("report.letter_declaration.key", "The key that signs the entries was under my control. Others who held it")
UNCHANGED = Template("report.letter_declaration.unchanged", "I did not change the files before they were sealed, except as follows")
HOW = Template("report.letter_declaration.how", "How I came to the exhibits, and what I left out")
ANCHORED = Template(
    "report.letter_declaration.anchored",
    "The state of the history was fixed outside the case once.", "The state of the history was fixed outside the case {n} times.",
)  # fmt: skip
NOT_ANCHORED = Template(
    "report.letter_declaration.not_anchored",
    "The state of the history was not fixed outside the case. I know that whoever held the key could have written the whole history anew before "
    "handing it over.",
)
CLOCK = Template("report.letter_declaration.clock", "The times are those of the computer; I compared its clock with")
NOT_MINE = Template(
    "report.letter_declaration.not_mine", "I have no knowledge of who made the content of the exhibits, or whether it is true, except as follows"
)


def letter(facts: Facts) -> Letter:
    """Return what the person who collected can declare, with blanks for what only they know."""
    days = sorted(each.sealed for each in facts.exhibits) or ["-"]
    points = (
        Said(message=COLLECTED(n=len(facts.exhibits), first=days[0], last=days[-1]), kind="point"),
        Blank(label=HOW()), Said(message=PROGRAM(version=facts.version), kind="point"),
        Blank(label=MACHINE()), Blank(label=KEY()), Blank(label=UNCHANGED()),
        Blank(label=CLOCK()), Said(message=ANCHORED(n=facts.anchors) if facts.anchors else NOT_ANCHORED(), kind="point"), Blank(label=NOT_MINE()),
    )  # fmt: skip
    opening = (Said(message=DRAFT(), kind="remark"), Blank(label=NAME()), Blank(label=ROLE()), Said(message=KNOWS()))
    return Letter(title=TITLE(), parts=(*opening, *points, *exhibits_of(facts), state_of(facts), *signed_by()[2:]))
