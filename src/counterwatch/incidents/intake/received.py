"""A submission as a case keeps it: what it said, what its attachments are, and which evidence holds it as it came."""

from __future__ import annotations

from typing import Literal

from counterwatch.core.finding import Sha256, Struct
from counterwatch.incidents.intake.reading import Looked
from counterwatch.incidents.intake.submission import Submission

KIND, BATCH, DECISION = "intake_submission", "intake_batch", "intake_decision"
SHORT = 12
"""Digits by which a submission is called on a screen."""


class Received(Struct, frozen=True):
    """A submission of a case: `evidence` is the file as it came, `content` the SHA-256 of its envelope, `batch` the run that received it.

    Where the key opened the file and what is in it is not what a form writes, `fault` says why by its code, and there is no `submission`.
    """

    evidence: Sha256
    batch: str
    content: str = ""
    fault: str = ""
    submission: Submission | None = None
    looks: tuple[Looked, ...] = ()

    @property
    def id(self) -> str:
        return self.evidence[:SHORT]


class BatchOfFiles(Struct, frozen=True):
    """What one run received so far: new submissions, files that the case had already, and how many were refused, by code."""

    batch: str
    new: int
    again: int
    refused: dict[str, int]


class Decision(Struct, frozen=True):
    """What a person decided of a submission: accepted as an incident, or rejected for a reason."""

    evidence: Sha256
    what: Literal["accepted", "rejected"]
    incident: str = ""
    reason: str = ""
    consent: str = ""
    """How somebody confirmed the consent, where the form could not."""


def key_of(evidence: str) -> str:
    """Return the id of the record of a submission."""
    return f"{KIND}/{evidence}"


def decision_key(evidence: str) -> str:
    """Return the id of the record of what was decided of it."""
    return f"{DECISION}/{evidence}"
