"""A letter that offers the right of reply to an organisation that a publication will name."""

from __future__ import annotations

from counterwatch.core import Template
from counterwatch.report.letters.letter import DRAFT, SOURCE, Blank, Facts, Letter, Lines, Part, Said, signed_by

TITLE = Template("report.letter_reply.title", "Request for comment before publication")
TO = Template("report.letter_reply.to", "To")
WILL = Template(
    "report.letter_reply.will",
    "We prepare a publication that names you in the following case. Before it appears we ask you to comment.",
    "We prepare a publication that names you in the following {n} cases. Before it appears we ask you to comment.",
)
REFERENCE = Template("report.letter_reply.reference", "Reference")
DATE = Template("report.letter_reply.date", "Date")
PLACE = Template("report.letter_reply.place", "Place")
WHAT = Template("report.letter_reply.what", "What we intend to say")
QUESTIONS = Template("report.letter_reply.questions", "We ask")
IS_RIGHT = Template("report.letter_reply.is_right", "Is this right? If not, what is wrong, and what shows it?")
YOUR_PART = Template("report.letter_reply.your_part", "What was your part in it, as you see it?")
YOURS = Template(
    "report.letter_reply.yours",
    "Add in your words what you intend to say: summaries of the casebook are left out, since they may point to persons.",
)
SINCE = Template("report.letter_reply.since", "What have you done since?")
ELSE = Template("report.letter_reply.else", "What else should a reader know?")
PRINTED = Template(
    "report.letter_reply.printed", "Your answer is recorded with its day and printed beside the case, or linked in full where it is long."
)
SILENCE = Template(
    "report.letter_reply.silence", "If none comes we shall say that you were asked on this day and did not answer by that day, and nothing more."
)
NAMELESS = Template("report.letter_reply.nameless", "Please do not name private persons in your answer; we would have to leave their names out.")
UNTIL = Template("report.letter_reply.until", "Please answer to this address by this day")


def letter(facts: Facts) -> Letter:
    """Return the letter to one organisation, with what is to be said about it and the questions."""
    rows = tuple((each.id, each.when, each.where, each.what, "; ".join(each.sources)) for each in facts.happened)
    parts: list[Part] = [Said(message=DRAFT(), kind="remark"), Blank(label=TO(), text=facts.organisation), Said(message=WILL(n=len(rows)))]
    parts += [
        Lines(header=(REFERENCE(), DATE(), PLACE(), WHAT(), SOURCE()), rows=rows),
        Said(message=YOURS(), kind="remark"),
        Said(message=QUESTIONS(), kind="heading"),
    ]
    parts += [Said(message=each(), kind="point") for each in (IS_RIGHT, YOUR_PART, SINCE, ELSE)]
    parts += [Said(message=each()) for each in (PRINTED, SILENCE, NAMELESS)]
    return Letter(title=TITLE(), parts=(*parts, Blank(label=UNTIL(), text=facts.until), *signed_by()))
