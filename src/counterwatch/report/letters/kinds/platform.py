"""A covering letter to a platform or an authority: what was seen, what is asked, and what is not claimed."""

from __future__ import annotations

from counterwatch.core import Template
from counterwatch.report.letters.letter import DRAFT, Blank, Facts, Letter, Part, Said, exhibits_of, signed_by, state_of

TITLE = Template("report.letter_platform.title", "Observations sent for review")
TO = Template("report.letter_platform.to", "To")
OUR_REFERENCE = Template("report.letter_platform.our_reference", "Your reference, and ours")
SENT = Template(
    "report.letter_platform.sent", "We send you what we observed, with the method and its uncertainty, and ask you to look at what only you can see."
)
SEEN = Template("report.letter_platform.seen", "What was observed")
NOTHING = Template(
    "report.letter_platform.nothing", "No finding of this case departs from what its check expects; say here in your words what you observed."
)
OTHERWISE = Template("report.letter_platform.otherwise", "What else could explain it: {limit}")
ASKED = Template("report.letter_platform.asked", "What we ask")
KEEP = Template(
    "report.letter_platform.keep",
    "Please keep the records that belong to the exhibits for as long as your rules allow, so that they can be looked at later.",
)
LOOK = Template(
    "report.letter_platform.look",
    "Please look at them under your own rules, and tell us what you looked at, what you found, and what you did not look at.",
)
ANSWER = Template("report.letter_platform.answer", "Please answer to this address by this day")
NOT_CLAIMED = Template("report.letter_platform.not_claimed", "What we do not claim")
NO_ACTOR = Template(
    "report.letter_platform.no_actor",
    "We do not say who stands behind what was observed, or that anybody acted in bad faith: alerts, live events, fan clubs, syndicated media and "
    "people who organise a protest leave like marks.",
)
MOST = 10


def letter(facts: Facts) -> Letter:
    """Return a letter with the findings that depart, each with an innocent explanation, the requests and the exhibits."""
    parts: list[Part] = [Said(message=DRAFT(), kind="remark"), Blank(label=TO(), text=facts.to), Blank(label=OUR_REFERENCE()), Said(message=SENT())]
    parts.append(Said(message=SEEN(), kind="heading"))
    for statement, limits in facts.findings[:MOST]:
        parts.append(Said(message=statement, kind="point"))
        parts += [Said(message=OTHERWISE(limit=limits[0]))] if limits else []
    parts += [] if facts.findings else [Said(message=NOTHING(), kind="remark")]
    parts += [
        Said(message=ASKED(), kind="heading"),
        Said(message=KEEP(), kind="point"),
        Said(message=LOOK(), kind="point"),
        Blank(label=ANSWER(), text=facts.until),
    ]
    parts += [Said(message=NOT_CLAIMED(), kind="heading"), Said(message=NO_ACTOR())]
    return Letter(title=TITLE(), parts=(*parts, *exhibits_of(facts), state_of(facts), *signed_by()))
