"""A redacted file looked at as a stranger would, before anybody gets it: it must hold the pixels that were meant, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from counterwatch.core import Message, Template
from counterwatch.core.errors import VerificationFailed
from counterwatch.core.progress import Cancel, never
from counterwatch.files.child import Frame, answers
from counterwatch.files.confined.frames import LONGEST_HEAD
from counterwatch.files.redaction.making import Written
from counterwatch.files.redaction.writing import HEADER

NOT_CLEAN = Template("files.redaction.not_clean", "the redacted file was thrown away, because it is not what it should be: {why}")
TELL_US = Template("files.redaction.tell_us", "nothing was written; this is a fault of the program: please report it, without the file")
HOLDS = Template("files.redaction.holds", "it holds more than pixels ({what})")
OTHER_PIXELS = Template("files.redaction.other_pixels", "page {page} does not show the pixels that were written")
OTHER_COUNT = Template("files.redaction.other_count", "it has another number of pages")
HOLDS_TERM = Template("files.redaction.holds_term", "its bytes hold term {number}")
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
SHORTEST = 6
"""Bytes of a term that is searched in the compressed pixels, where a shorter one stands by chance."""
NUMBER = re.compile(rb"\[?-?[0-9]+(\.[0-9]+)?\]?")
WORDS = frozenset(
    b"obj endobj endstream << >> xref trailer startxref %%EOF n f R R] [ ] /Type /Catalog /Pages /Page /Count /Kids /Parent "
    b"/MediaBox /Contents /Resources /XObject /P /Subtype /Image /Width /Height /ColorSpace /DeviceGray /DeviceRGB "
    b"/BitsPerComponent /Filter /FlateDecode /DecodeParms /Predictor /Colors /Columns /Length /Size /Root".split()
)
"""Every word that our files hold outside of pixels; whatever else stands there is refused."""
CHUNKS = (b"IHDR", b"IDAT", b"IEND")


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
    """Refuse a file that holds more than its frame and pixels, or whose compressed pixels happen to spell a term."""
    frame, pixels = _taken_apart(data)
    for each in frame:
        _refuse_if(each not in WORDS and not NUMBER.fullmatch(each), HOLDS(what=each[:20].decode("latin-1")))
    for number, term in enumerate(terms, start=1):
        for encoded in {spelled.encode(each, "surrogatepass") for each in ENCODINGS for spelled in (term, term.casefold(), term.upper())}:
            _refuse_if(len(encoded) >= SHORTEST and any(encoded in each for each in pixels), HOLDS_TERM(number=number))


def _taken_apart(data: bytes) -> tuple[list[bytes], list[bytes]]:
    """Return the words of the frame of a PDF of ours, and its streams; of a PNG, its chunks that are none of ours, and its pixels."""
    if not data.startswith(HEADER):
        return _chunks(data)
    frame, streams, at = list[bytes](), list[bytes](), len(HEADER)
    while (start := data.find(b"\nstream\n", at)) >= 0:
        begin = start + len(b"\nstream\n")
        length = int(data[data.rfind(b"/Length ", at, start) + len(b"/Length ") : start].split()[0])
        frame += data[at:start].split()
        streams.append(data[begin : begin + length])
        at = begin + length
    return frame + data[at:].split(), streams


def _chunks(data: bytes) -> tuple[list[bytes], list[bytes]]:
    found, pixels, at = list[bytes](), list[bytes](), 8
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind not in CHUNKS or (kind == b"IEND" and at + 12 != len(data)):
            found.append(kind)
        pixels.append(data[at + 8 : at + 8 + length])
        at += 12 + length
    return found, pixels


def _refuse_if(is_wrong: bool, why: Message) -> None:
    if is_wrong:
        raise _unclean(why)


def _unclean(why: Message) -> VerificationFailed:
    return VerificationFailed(NOT_CLEAN(why=why), hint=TELL_US())
