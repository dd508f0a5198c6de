"""Submissions read through the limited child process; what it says is held against the format once more on this side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from counterwatch.core.finding import Sha256, Struct
from counterwatch.core.progress import Cancel, never
from counterwatch.files.child import PATIENCE, ChildFailed, Frame
from counterwatch.files.confined.sizes import Refused
from counterwatch.files.conversation import Conversation
from counterwatch.files.quarantine.kinds import KINDS
from counterwatch.files.quarantine.words import WARNINGS
from counterwatch.incidents.intake.limits import MOST_ATTACHMENTS, MOST_BYTES
from counterwatch.incidents.intake.reasons import REASONS
from counterwatch.incidents.intake.record import Intake
from counterwatch.incidents.intake.submission import Submission, read_submission

CONFINED = "counterwatch.incidents.intake.confined"


class Looked(Struct, frozen=True):
    """What an attachment is, and codes of what speaks for care."""

    kind: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A submission that was read: `content` is the SHA-256 of its envelope, `looks` has one look for each attachment."""

    submission: Submission
    intake: Intake
    content: Sha256
    looks: tuple[Looked, ...]


class Reader:
    """Reads submissions to some intakes; use it in a `with`, after which no process is left."""

    def __init__(self, intakes: Sequence[Intake], *, patience: float = PATIENCE, cancel: Cancel = never) -> None:
        self._intakes = intakes
        self._child = Conversation(CONFINED, largest=MOST_BYTES, most=MOST_ATTACHMENTS + 1, patience=patience, cancel=cancel)

    def __enter__(self) -> Self:
        self._child.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._child.__exit__(kind, error, trace)

    def read(self, data: bytes) -> Opened:
        """Return what a submission says, or raise `Refused` with a code of `reasons.REASONS`."""
        frames = self._asked(data, take=False)
        try:
            (head, body), *looks = frames
            intake, content = self._intakes[int(head["key"])], str(head["content"])
            read = read_submission(bytes(body))
            looked = tuple(_looked(each) for each, _ in looks)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise Refused("child") from error
        if len(looked) != len(read.attachments) or len(content) != 64:
            raise Refused("child")
        if read.intake != intake.id:
            raise Refused("other_intake")
        return Opened(submission=read, intake=intake, content=content, looks=looked)

    def attachments(self, data: bytes) -> list[bytes]:
        """Return the bytes of each attachment of a submission."""
        return [bytes(body) for _, body in self._asked(data, take=True)]

    def _asked(self, data: bytes, *, take: bool) -> list[Frame]:
        try:
            frames = self._child.ask({"secrets": [each.secret for each in self._intakes], "take": take}, data)
        except ChildFailed as error:
            raise Refused("child") from error
        for head, _ in frames:
            if head["kind"] == "refused":
                code = head.get("code")
                raise Refused(code if isinstance(code, str) and code in REASONS else "child")
        return frames


def _looked(head: dict[str, Any]) -> Looked:
    """Return a look, in which there is no word that is not ours."""
    kind, warnings = head["found"], head["warnings"]
    if kind not in KINDS or not isinstance(warnings, list) or not all(each in WARNINGS for each in warnings):
        raise ValueError
    return Looked(kind=kind, warnings=tuple(sorted(set(warnings))))
