"""The exhibit list: every piece of evidence with a number, what it is, and how often it was handled."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, fields

from counterwatch.case.case import Case
from counterwatch.case.custody import CustodyEvent, Handled
from counterwatch.core import Evidence, Message, Template
from counterwatch.core.language import render

TITLE = Template("case.exhibits.title", "Exhibits of case {case}, up to ledger entry {seq:raw} of {time}")
HEAD = Template("case.exhibits.head", "Head: {head}")
COUNT = Template("case.exhibits.count", "{n} exhibit", "{n} exhibits")
EXHIBIT = Template("case.exhibits.exhibit", "Exhibit {number:raw}: {name}")
CONTENT = Template("case.exhibits.content", "SHA-256 of its content: {sha256}")
SIZE = Template("case.exhibits.size", "{n} byte, {type}", "{n} bytes, {type}")
SEALED = Template("case.exhibits.sealed", "sealed in entry {seq:raw} on {time}, signed {signer}")
HANDLED = Template("case.exhibits.handled", "spoken of in {n} entry", "spoken of in {n} entries")
SOURCE = Template("case.exhibits.source", "from: {source}")
NOTE = Template("case.exhibits.note", "note: {note}")
PURPOSE = Template("case.exhibits.purpose", "purpose: {purpose}")
CHECK = Template(
    "case.exhibits.check",
    "Each exhibit is a file whose SHA-256 stands here; VERIFY.txt in the case tells how to check it without any program of ours.",
)

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One numbered piece of evidence."""

    number: int
    name: str
    evidence: str
    sha256: str
    size: int
    media_type: str
    entry: int
    sealed: str
    signer: str
    source: str
    note: str
    purpose: str
    handled: int


def exhibits_of(case: Case, up_to: int | None = None) -> list[Exhibit]:
    """Return every piece of evidence once, numbered in the order of sealing; later entries than `up_to` are left aside."""
    first: dict[str, tuple[CustodyEvent, Handled]] = {}
    times: dict[str, int] = {}
    for event in case.custody():
        if up_to is not None and event.seq > up_to:
            break
        for each in event.sealed:
            first.setdefault(each.evidence.id, (event, each))
        for id in _spoken_of(event):
            times[id] = times.get(id, 0) + 1
    return [_exhibit(number, *found, times[id]) for number, (id, found) in enumerate(first.items(), 1)]


def as_csv(exhibits: list[Exhibit]) -> bytes:
    """Return the list as CSV that spreadsheet programs open as text: no cell can act as a formula."""
    text = io.StringIO()
    rows = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    names = [field.name for field in fields(Exhibit)]
    rows.writerow(names)
    rows.writerows([_inert(getattr(each, name)) for name in names] for each in exhibits)
    return text.getvalue().encode("utf-8-sig")


def as_text(exhibits: list[Exhibit], *, case: str, seq: int, head: str, time: str, language: str = "en") -> str:
    """Return the list as a page of plain text."""

    def said(message: Message) -> str:
        return " ".join(render(message, language).split())

    lines = [said(TITLE(case=case, seq=seq, time=time)), said(HEAD(head=head)), said(COUNT(n=len(exhibits))), ""]
    for each in exhibits:
        lines += [said(EXHIBIT(number=each.number, name=each.name)), *("  " + said(message) for message in _described(each)), ""]
    return "\n".join([*lines, said(CHECK()), ""])


def _described(each: Exhibit) -> list[Message]:
    found = [
        CONTENT(sha256=each.sha256), SIZE(n=each.size, type=each.media_type), SEALED(seq=each.entry, time=each.sealed, signer=each.signer),
        HANDLED(n=each.handled),
    ]  # fmt: skip
    found += [SOURCE(source=each.source)] if each.source else []
    found += [NOTE(note=each.note)] if each.note else []
    return found + ([PURPOSE(purpose=each.purpose)] if each.purpose else [])


def _spoken_of(event: CustodyEvent) -> set[str]:
    return {each.evidence.id for each in event.sealed} | {id for said in event.custody for id in said.evidence}


def _exhibit(number: int, event: CustodyEvent, handled: Handled, times: int) -> Exhibit:
    evidence: Evidence = handled.evidence
    return Exhibit(
        number=number, name=evidence.name, evidence=evidence.id, sha256=evidence.sha256 or "", size=evidence.size, media_type=evidence.media_type,
        entry=event.seq, sealed=event.time, signer=event.signer, source=evidence.source, note=evidence.note, purpose=handled.purpose, handled=times,
    )  # fmt: skip


def _inert(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
