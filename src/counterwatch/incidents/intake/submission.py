"""What a submission says (docs/spec/intake-v1.md, sections 3 and 4): the answers as a strict type, and where its attachments lie."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec

from counterwatch.core.finding import Sha256, Struct
from counterwatch.files.confined.sizes import Refused
from counterwatch.incidents.intake.limits import (
    ANSWERS,
    CLASSES,
    LENGTH_BYTES,
    LONGEST_NAME,
    MAGIC,
    MOST_ATTACHMENTS,
    MOST_BYTES,
    MOST_JSON,
    class_of,
)  # fmt: skip

Text300 = Annotated[str, msgspec.Meta(max_length=300)]
Text2000 = Annotated[str, msgspec.Meta(max_length=2_000)]
Id = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$", max_length=32)]
Tag = Literal["en", "fr", "zh-Hans", "zh-Hant", "ug", "bo"]
Scope = Literal["none", "internal", "statistics", "pseudonymous"]
UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
UNFIT_IN_NAME = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff/\\]")


class Exact(Struct, frozen=True, omit_defaults=False):
    """Every key is there, each once, and there is no other."""


class Consent(Exact, frozen=True):
    """What the writer agreed to, and in which languages the question stood."""

    scope: Scope
    confirmed: bool
    shown: Annotated[tuple[Tag, ...], msgspec.Meta(min_length=1, max_length=2)]


class Answers(Exact, frozen=True):
    """What was told; what was not answered is empty."""

    what: Annotated[str, msgspec.Meta(min_length=1, max_length=ANSWERS["what"])]
    when: Text300
    where: Text300
    how: Text2000
    who_targeted: Text2000
    persons: Text300
    by_whom: Text2000
    harm: Text2000
    known: Text2000
    contact: Text300


class Attachment(Exact, frozen=True):
    """A file that came along; its name is text of a stranger and never a place."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NAME)]
    size: Annotated[int, msgspec.Meta(ge=0, le=MOST_BYTES)]
    sha256: Sha256


class Submission(Exact, frozen=True):
    """The JSON of an envelope."""

    version: Literal[1]
    intake: Id
    form: Sha256
    language: Tag
    consent: Consent
    answers: Answers
    attachments: Annotated[tuple[Attachment, ...], msgspec.Meta(max_length=MOST_ATTACHMENTS)]


def read_submission(data: bytes) -> Submission:
    """Return the answers that JSON holds, or refuse what is not exactly that."""
    try:
        read = msgspec.json.decode(data, type=Submission)
        json.loads(data, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Refused("answers") from error
    refuse_unfit(read)
    return read


def refuse_unfit(read: Submission) -> None:
    """Refuse what types cannot say: characters that no form writes, an empty story, attachments that are too large together."""
    texts = msgspec.structs.asdict(read.answers)
    if any(UNFIT.search(each) for each in texts.values()) or any(UNFIT_IN_NAME.search(each.name) for each in read.attachments):
        raise Refused("answers")
    shown = read.consent.shown
    if not read.answers.what.strip() or list(shown) != sorted(set(shown)):
        raise Refused("answers")
    if sum(each.size for each in read.attachments) > MOST_BYTES:
        raise Refused("attachments")


def opened(envelope: bytes) -> tuple[Submission, list[memoryview]]:
    """Return the answers of an envelope and the bytes of each attachment; anything that is not as it says is refused by a code."""
    if not envelope.startswith(MAGIC):
        raise Refused("not_envelope")
    start = len(MAGIC) + LENGTH_BYTES
    size = int.from_bytes(envelope[len(MAGIC) : start], "big")
    if len(envelope) not in CLASSES or not 2 <= size <= MOST_JSON or start + size > len(envelope):
        raise Refused("lengths")
    read = read_submission(envelope[start : start + size])
    end = start + size + sum(each.size for each in read.attachments)
    if end > len(envelope) or class_of(end) != len(envelope):
        raise Refused("lengths")
    # Compared without copying: `any` of a view of 24 MiB would take seconds.
    if envelope.count(0, end) != len(envelope) - end:
        raise Refused("padding")
    held = list(_parts(memoryview(envelope), read, start + size))
    if any(hashlib.sha256(part).hexdigest() != said.sha256 for part, said in zip(held, read.attachments, strict=True)):
        raise Refused("attachments")
    return read, held


def _parts(envelope: memoryview, read: Submission, start: int) -> Iterator[memoryview]:
    for each in read.attachments:
        yield envelope[start : start + each.size]
        start += each.size


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON in which no key is there twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found
