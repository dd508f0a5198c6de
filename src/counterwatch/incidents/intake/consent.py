"""Which consent counts of a submission: what the form could confirm, or what somebody confirmed with the writer; else none."""

from __future__ import annotations

from counterwatch.incidents.intake.record import Intake
from counterwatch.incidents.intake.submission import Submission

NONE = "none"


def is_confirmed(submission: Submission, intake: Intake | None) -> bool:
    """Did the writer confirm the choice, in a language whose words of consent were reviewed in the form that the case knows by its build?"""
    return submission.consent.confirmed and intake is not None and intake.is_reviewed(submission.form, submission.language)


def counting(submission: Submission, intake: Intake | None, *, how: str = "") -> str:
    """Return the term of consent that counts; `how` says how somebody confirmed it with the writer."""
    return submission.consent.scope if how or is_confirmed(submission, intake) else NONE
