"""The one result type of every instrument: what was asked, what the data show, how sure that is and what it rests on."""

from __future__ import annotations

import enum
from typing import Annotated, Any

import msgspec

from counterwatch.core.canonical import digest, sha256_hex
from counterwatch.core.message import Message

Number = Annotated[float, msgspec.Meta(ge=-1.7976931348623157e308, le=1.7976931348623157e308)]
Probability = Annotated[float, msgspec.Meta(ge=0, le=1)]
# The length keeps out a line end, which `$` lets through.
Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$", max_length=64)]


class Verdict(enum.StrEnum):
    """What the data say to the question. None of the three says that anybody was honest or dishonest."""

    DEPARTS = "departs"
    CONSISTENT = "consistent"
    NOT_TESTED = "not tested"


class Grade(enum.StrEnum):
    """How much a departure weighs. Context raises a question to the source; only independent evidence that agrees is strong, and that is rare."""

    QUESTION = "question"
    UNUSUAL = "unusual"
    STRONG = "strong"


class Struct(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of stored types: frozen, keyword-only, and strict about unknown fields."""


class Estimate(Struct, frozen=True):
    """A number with its interval: `level` is the coverage, `unit` what is counted. Where no interval can be given, it says so."""

    value: Number
    low: Number | None = None
    high: Number | None = None
    level: Probability = 0.95
    unit: Message | None = None
    no_interval: Message | None = None


class Rank(Struct, frozen=True):
    """«3rd of 190 comparable series»: `position` counts from the most extreme, `among` names the comparison."""

    position: Annotated[int, msgspec.Meta(ge=1)]
    of: Annotated[int, msgspec.Meta(ge=1)]
    among: Message


class Problem(Struct, frozen=True):
    """Something about a file that a reader of the report must know, counted and listed, never dropped silently.

    `records` is the number of records that could not be read because of it; 0 where all were read and this is only a remark.
    """

    message: Message
    place: str = ""
    records: Annotated[int, msgspec.Meta(ge=0)] = 0


class Chart(Struct, frozen=True):
    """A Vega-Lite chart with inline data. Texts in `spec` that people read are `{"message": key}`, filled from `texts`."""

    title: Message
    spec: dict[str, Any]
    texts: dict[str, Message] = {}


class Attachment(Struct, frozen=True):
    """A named table that belongs to a finding; stored findings keep only its hash, the content is an object of the case."""

    name: str
    sha256: Sha256
    size: int
    media_type: str = "text/csv"
    content: bytes = b""

    @classmethod
    def of(cls, name: str, text: str, media_type: str = "text/csv") -> Attachment:
        content = text.encode()
        return cls(name=name, sha256=sha256_hex(content), size=len(content), media_type=media_type, content=content)


class Finding(Struct, frozen=True):
    """One answer of one check about one subject.

    A check fills in what it knows; the registry adds `check`, `version`, `params` and `software`, and `api` adds `evidence`,
    `problems`, `q_value`, `rank`, `grade` and what was `weighed` for it. `limits` are innocent explanations. A number that could not be
    computed is `None`.
    """

    subject: str
    verdict: Verdict
    statement: Message
    check: str = ""
    version: int = 1
    estimate: Estimate | None = None
    p_value: Probability | None = None
    q_value: Probability | None = None
    rank: Rank | None = None
    grade: Grade | None = None
    weighed: tuple[Message, ...] = ()
    limits: tuple[Message, ...] = ()
    steps: tuple[Message, ...] = ()
    evidence: tuple[str, ...] = ()
    params: dict[str, Any] = {}
    problems: tuple[Problem, ...] = ()
    charts: tuple[Chart, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    numbers: dict[str, Number | None] = {}
    software: dict[str, str] = {}

    @property
    def id(self) -> str:
        """Identity hashes what went in (check, version, parameters, evidence, subject), never rendered text or results."""
        return digest([self.check, self.version, self.params, sorted(self.evidence), self.subject])


class Evidence(Struct, frozen=True):
    """A file as received: its identity, its name as given, and what was said about it."""

    id: str
    name: str
    size: int
    sha256: Sha256 | None = None
    media_type: str = ""
    note: str = ""
    source: str = ""


def replace(finding: Finding, **changes: Any) -> Finding:
    """Return a copy of a finding with some fields changed."""
    return msgspec.structs.replace(finding, **changes)
