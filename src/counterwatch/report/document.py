"""What a report says, as plain data: the findings, what they rest on, who held it and what was verified."""

from __future__ import annotations

from typing import Any, Literal

from counterwatch.core import Attachment, Chart, Evidence, Finding, Message, Problem, replace
from counterwatch.core.finding import Struct


class Method(Struct, frozen=True):
    """How one check works: the question it asks, the source it follows, its full description, and how often it errs as far as is known."""

    check: str
    question: str
    version: int = 1
    cites: str = ""
    help: str = ""
    known: Message | None = None

    @property
    def detail(self) -> str:
        """What the description says beyond the question it begins with."""
        return self.help.removeprefix(self.question).strip()

    @property
    def asks(self) -> Message:
        """The question as a message, so that catalogs can translate it as `<check>.question`."""
        return _own_words(f"{self.check}.question", self.question)


class Asked(Struct, frozen=True):
    """One run of an instrument: what it looked at, how that was read, what was chosen beforehand, charts of the whole, what to do first
    (the most urgent at the top), and what every page must say of it.
    """

    instrument: str
    evidence: tuple[str, ...] = ()
    reader: str = ""
    read_with: dict[str, Any] = {}
    planned: tuple[str, ...] = ()
    overview: tuple[Chart, ...] = ()
    first: tuple[Message, ...] = ()
    marks: tuple[Message, ...] = ()


class CustodyLine(Struct, frozen=True):
    """One entry of the ledger: when (by the clock of the machine that wrote it), what was done, to which evidence, signed by whom."""

    seq: int
    time: str
    verb: str
    signer: str = ""
    evidence: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    note: str = ""


class Verification(Struct, frozen=True):
    """One level of verification. What was not checked is never shown as passed."""

    level: int
    name: Message
    outcome: Literal["pass", "fail", "not checked"]
    count: int = 0


class AnchorLine(Struct, frozen=True):
    """Something outside the case that fixes an entry, and when the ledger recorded that."""

    form: Literal["printed", "rfc3161", "opentimestamps", "receipt"]
    seq: int
    time: str


class Sheet(Struct, frozen=True):
    """A table to be shown as it is: rows of text from data or of messages, as many as the header has, and what is to be said of it."""

    title: Message
    header: tuple[Message | str, ...]
    rows: tuple[tuple[Message | str, ...], ...] = ()
    said: tuple[Message, ...] = ()


class Since(Struct, frozen=True):
    """What changed since an earlier state of the case: the entry it ended with, that entry's time and hash, and the changes in sentences."""

    seq: int
    time: str
    head: str
    said: tuple[Message, ...]


class Counted(Struct, frozen=True):
    """How many a check was asked about and what came of each, over all findings, listed or not."""

    check: str
    departs: int = 0
    consistent: int = 0
    not_tested: int = 0


class Rested(Struct, frozen=True):
    """How many findings of a check rest on a file, listed or not."""

    evidence: str
    check: str
    findings: int
    departing: int = 0


class Beyond(Struct, frozen=True):
    """What a page leaves out because it would be too long to open: how many findings and remarks, how many records could not be read in all,
    the counts of the whole, and the SHA-256 of all findings as lines of JSON.
    """

    findings: int
    sha256: str
    remarks: int = 0
    records: int = 0
    tallies: tuple[Counted, ...] = ()
    rests: tuple[Rested, ...] = ()


class Document(Struct, frozen=True):
    """A whole report as data. A format makes bytes of it, always the same bytes: there is no clock here but the ledger's own.

    `head` is the hash of the ledger's last entry, `head_seq` and `head_time` its number and time. `defects` are what verification found
    wrong, `problems` the records that could not be read. `tables` are
    what was published, `heard` who said what and who was asked, `received` what came from others and is theirs, `beyond` what this one
    leaves out of a longer one, `drawn_with` the program that draws its charts. Without `public` every page says that it must not be shared.
    """

    title: str
    case_id: str = ""
    head: str = ""
    head_seq: int = 0
    head_time: str = ""
    version: str = ""
    drawn_with: str = ""
    public: bool = False
    asked: tuple[Asked, ...] = ()
    methods: tuple[Method, ...] = ()
    findings: tuple[Finding, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    custody: tuple[CustodyLine, ...] = ()
    verification: tuple[Verification, ...] = ()
    defects: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    reproduce: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    signers: tuple[str, ...] = ()
    anchors: tuple[AnchorLine, ...] = ()
    since: Since | None = None
    tables: tuple[Sheet, ...] = ()
    heard: tuple[Sheet, ...] = ()
    received: tuple[Sheet, ...] = ()
    beyond: Beyond | None = None


def without_contents(finding: Finding) -> Finding:
    """Return a finding whose attachments are named by hash only, as they travel inside a page."""
    return replace(finding, attachments=tuple(hash_only(each) for each in finding.attachments))


def hash_only(attachment: Attachment) -> Attachment:
    """Return an attachment without its content."""
    return Attachment(name=attachment.name, sha256=attachment.sha256, size=attachment.size, media_type=attachment.media_type)


def _own_words(id: str, english: str) -> Message:
    # A docstring is nobody's template: braces in it must not become gaps.
    return Message(id=id, english=english.replace("{", "(").replace("}", ")"))
