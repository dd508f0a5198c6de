"""What a submission gives to an incident: fields that it fills by itself, in the writer's words; what would not be taken is named."""

from __future__ import annotations

from collections.abc import Mapping

from counterwatch.core import Message
from counterwatch.incidents.asking import NOT_TOLD, take
from counterwatch.incidents.corrected import Rows, faults_of
from counterwatch.incidents.intake.received import Received
from counterwatch.incidents.intake.submission import Submission
from counterwatch.incidents.questions import FIRST

PREFIX = "intake-"
SOURCE = "submission/{id}"
"""A stroke before the digits: an id of twelve digits alone must not be taken for a telephone number."""
PLACE = next(each for each in FIRST if each.name == "where")
GIVEN = {"summary": "what", "date": "when", "persons_affected": "persons"}
"""Fields of an incident, and the answers that fill them as they are."""


def drafted(
    received: Received, submission: Submission, said: Mapping[str, str], rows: Rows, *, consent: str
) -> tuple[dict[str, str], dict[str, Message]]:
    """Return the cells of an incident, `said` before what the submission gives, and by field why an answer was left out.

    `said` is not judged here; the contact is never a field, nor who it was against, by whom and to what harm: these take a term, and a person.
    """
    cells = {**_given(submission, said, rows), **said}
    cells |= {"id": PREFIX + received.id, "consent": consent} | ({} if "source" in said else {"source": SOURCE.format(id=received.id)})
    cells["date"] = cells.get("date") or NOT_TOLD
    left: dict[str, Message] = {}
    for name, fault in faults_of(rows(cells))[1].items():
        if name not in said and name in (*GIVEN, *PLACE.fields):
            left[name] = fault
            cells[name] = NOT_TOLD if name == "date" else ""
    return {name: text for name, text in cells.items() if text}, left


def _given(submission: Submission, said: Mapping[str, str], rows: Rows) -> dict[str, str]:
    """Return what the answers fill of themselves; a place only where it is clear which end of it is a country."""
    answers = submission.answers
    found = {name: " ".join(getattr(answers, answer).split()) for name, answer in GIVEN.items() if name not in said}
    if not any(name in said for name in PLACE.fields):
        found |= take(PLACE, answers.where, {}, rows, "en").cells
    return found
