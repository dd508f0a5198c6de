"""A redacted file looked at as a stranger would, before anybody gets it: it must hold the pixels that were meant, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from counterwatch.core import Message, Template
from counterwatch.core.errors import VerificationFailed
from counterwatch.core.progress import Cancel, never
from counterwatch.files.child import Frame, answers
from counterwatch.files.confined.frames import LONGEST_HEAD
from counterwatch.files.redaction.making import Written

NOT_CLEAN = Template("files.redaction.not_clean", "the redacted file was thrown away, because it is not what it should be: {why}")
TELL_US = Template("files.redaction.tell_us", "nothing was written; this is a fault of the program: please report it, without the file")
HOLDS = Template("files.redaction.holds", "it holds more than pixels ({what})")
OTHER_PIXELS = Template("files.redaction.other_pixels", "page {page} does not show the pixels that were written")
OTHER_COUNT = Template("files.redaction.other_count", "it has another number of pages")
HOLDS_TERM = Template("files.redaction.holds_term", "its bytes hold term {number}")
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
SHORTEST = 6
"""Bytes of a term that is searched in the compressed pixels too, where a shorter one stands by chance."""
SYNTAX = (
    b"/Metadata",
    b"/Info",
    b"/ID",
    b"/Annots",
    b"/AcroForm",
    b"/Names",
    b"/OpenAction",
    b"/AA",
    b"/JS",
    b"/Font",
    b"/Prev",
    b"/OCProperties",
    b"/StructTreeRoot",
)
"""Words of PDF that our files never hold outside of pixels."""


def refuse_unclean(data: bytes, pages: Sequence[Written], terms: Sequence[str], *, cancel: Cancel = never) -> None:
    """Raise `VerificationFailed` where a redacted file holds anything but the pixels that were written, or the bytes of a term."""
    _refuse_bytes(data, terms)
    with answers({"what": "look"}, data, largest=LONGEST_HEAD, cancel=cancel) as frames:
        _refuse_pages(frames, pages)


def _refuse_pages(frames: Iterable[Frame], pages: Sequence[Written]) -> None:
    seen = 0
    for head, _ in frames:
        if head["kind"] == "refused":
            raise _unclean(OTHER_COUNT())
        if head["kind"] == "held":
            _refuse_if(head["pages"] != len(pages), OTHER_COUNT())
            _refuse_if(bool(head["held"]), HOLDS(what=", ".join(map(str, head["held"]))))
            continue
        expected, seen = pages[seen], seen + 1
        _refuse_if(head["characters"] > 0, HOLDS(what="text"))
        _refuse_if(head["others"] > 0, HOLDS(what="objects"))
        _refuse_if(head["stored"] != expected.sha256 or head["differ"] > 0, OTHER_PIXELS(page=expected.number))
    _refuse_if(seen != len(pages), OTHER_COUNT())


def _refuse_bytes(data: bytes, terms: Sequence[str]) -> None:
    outside = _outside_of_pixels(data)
    for number, term in enumerate(terms, start=1):
        for encoded in {spelled.encode(each) for each in ENCODINGS for spelled in (term, term.casefold(), term.upper())}:
            _refuse_if(encoded in outside or (len(encoded) >= SHORTEST and encoded in data), HOLDS_TERM(number=number))
    if data.startswith(b"%PDF-"):
        for word in SYNTAX:
            _refuse_if(word in outside, HOLDS(what=word.decode()))


def _outside_of_pixels(data: bytes) -> bytes:
    """Return a PDF of ours without its streams; of a PNG, everything but the pixels."""
    if not data.startswith(b"%PDF-"):
        return data[:33]
    kept, at = [], 0
    while (start := data.find(b"\nstream\n", at)) >= 0:
        length = int(data[data.rfind(b"/Length ", at, start) + 8 : start].split()[0])
        kept.append(data[at:start])
        at = start + len(b"\nstream\n") + length
    return b"".join([*kept, data[at:]])


def _refuse_if(is_wrong: bool, why: Message) -> None:
    if is_wrong:
        raise _unclean(why)


def _unclean(why: Message) -> VerificationFailed:
    return VerificationFailed(NOT_CLEAN(why=why), hint=TELL_US())
