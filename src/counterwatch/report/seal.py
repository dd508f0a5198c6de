"""The seal of a page: the hash of each of its pieces, in a list that is signed, and what a change touches."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from counterwatch.core.canonical import canonical, sha256_hex
from counterwatch.core.finding import Struct
from counterwatch.report.document import Document
from counterwatch.report.serialised import pieces_of

FORMAT = "counterwatch report seal 1"
OPEN = '<script type="application/json" id="seal">'
MIDDLE = '</script><script type="application/json" id="signature">'
CLOSE = "</script></body></html>"
SEALED = re.compile(re.escape(OPEN) + "(?P<seal>[^<]*)" + re.escape(MIDDLE) + "(?P<signature>[^<]*)" + re.escape(CLOSE) + r"\Z")
ESCAPED = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}
FINDING = re.compile(r"f(\d+)\Z")

Sign = Callable[[bytes], bytes]


class Piece(Struct, frozen=True, array_like=True):
    """A piece of a page: `f12` for what shows or carries the finding of that number, else a section; its bytes, and their SHA-256."""

    name: str
    size: int
    sha256: str


class Seal(Struct, frozen=True):
    """What is signed: of which case, state and language a page is, the key that signs (Ed25519, base64), its pieces, and its findings by number."""

    format: str
    case: str = ""
    head: str = ""
    language: str = ""
    key: str = ""
    pieces: tuple[Piece, ...] = ()
    findings: tuple[tuple[str, str], ...] = ()


class Signature(Struct, frozen=True):
    """An Ed25519 signature (base64) over the format, a line end and the text of the seal; empty where nobody signed."""

    signature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A page taken apart: what stands before the seal, the seal as text and as read (`None` where it cannot be), and the signature."""

    before: bytes
    text: str
    seal: Seal | None
    signature: bytes
    is_unsigned: bool

    @property
    def message(self) -> bytes:
        """What is signed."""
        return f"{FORMAT}\n{self.text}".encode()


def sealed(html: str, document: Document, language: str) -> str:
    """Return a page with its seal, in the form in which browsers write pages out; nobody has signed it yet."""
    start, _, rest = html.rpartition("</body>")
    *pieces, (last, end) = pieces_of(f"{start}<!--@seal-->{OPEN}</script></body>{rest}")
    body = end.removesuffix(CLOSE)
    parts = [*pieces, (last, body)]
    seal = Seal(
        format=FORMAT,
        case=document.case_id, head=document.head, language=language,
        pieces=tuple(Piece(name=name, size=len(data := text.encode()), sha256=sha256_hex(data)) for name, text in parts),
        findings=tuple((each.check, each.subject) for each in document.findings),
    )  # fmt: skip
    return "".join(text for _, text in parts) + _text(seal) + MIDDLE + _text(Signature()) + CLOSE


def signed(page: bytes, *, key: bytes, sign: Sign) -> bytes:
    """Return a sealed page signed with a key (32 bytes); a page without a seal is returned as it is."""
    found = taken_apart(page)
    if found is None or found.seal is None:
        return page
    text = _text(msgspec.structs.replace(found.seal, key=base64.b64encode(key).decode()))
    return _put(found.before, text, base64.b64encode(sign(f"{FORMAT}\n{text}".encode())).decode())


def unsigned(page: bytes) -> bytes:
    """Return a page as it was before it was signed; where its seal is not in our own form, as it is."""
    found = taken_apart(page)
    if found is None or found.seal is None or _text(found.seal) != found.text:
        return page
    return _put(found.before, _text(msgspec.structs.replace(found.seal, key="")), "")


def taken_apart(page: bytes) -> Sealed | None:
    """Return the parts of a sealed page, or `None` where it carries no seal. Bytes that are no text are kept as what they are not."""
    text = page.decode("utf-8", "surrogateescape")
    found = SEALED.search(text, max(0, text.rfind(OPEN)))
    if found is None:
        return None
    before = text[: found.start("seal")].encode("utf-8", "surrogateescape")
    try:
        seal = msgspec.json.decode(found["seal"].encode("utf-8", "replace"), type=Seal)
    except msgspec.DecodeError:
        seal = None
    return Sealed(
        before=before,
        text=found["seal"].encode("utf-8", "replace").decode(),
        seal=seal,
        signature=_signature(found["signature"]),
        is_unsigned=found["signature"] == _text(Signature()),
    )


def changed(found: Sealed) -> list[str]:
    """Return the names of the pieces that are not as the seal has them, in order and each once."""
    if found.seal is None:
        return []
    pieces, data = found.seal.pieces, found.before
    if sum(each.size for each in pieces) == len(data):
        wrong = _apart(pieces, data)
    else:
        first, last = _front(pieces, data), _back(pieces, data)
        # Where bytes came or went between two pieces, these two are named.
        wrong = list(range(min(first, len(pieces) - last), max(first + 1, len(pieces) - last)))
    return list(dict.fromkeys(pieces[each].name for each in wrong if each < len(pieces)))


def key_of(seal: Seal) -> bytes:
    """Return the key that a seal names, empty where it names none or the text is no key."""
    try:
        return base64.b64decode(seal.key, validate=True)
    except ValueError:
        return b""


def touched(names: Sequence[str], seal: Seal) -> list[tuple[str, str]]:
    """Return the check and subject of each finding that changed pieces show or carry."""
    numbers = [int(found[1]) for each in names if (found := FINDING.match(each))]
    return [seal.findings[each] for each in numbers if each < len(seal.findings)]


def _apart(pieces: Sequence[Piece], data: bytes) -> list[int]:
    wrong, at = [], 0
    for number, each in enumerate(pieces):
        if sha256_hex(data[at : at + each.size]) != each.sha256:
            wrong.append(number)
        at += each.size
    return wrong


def _front(pieces: Sequence[Piece], data: bytes) -> int:
    at = 0
    for number, each in enumerate(pieces):
        if sha256_hex(data[at : at + each.size]) != each.sha256:
            return number
        at += each.size
    return len(pieces)


def _back(pieces: Sequence[Piece], data: bytes) -> int:
    end = len(data)
    for number, each in enumerate(reversed(pieces)):
        if each.size > end or sha256_hex(data[end - each.size : end]) != each.sha256:
            return number
        end -= each.size
    return len(pieces)


def _put(before: bytes, seal: str, signature: str) -> bytes:
    return before + (seal + MIDDLE + _text(Signature(signature=signature)) + CLOSE).encode()


def _text(value: Struct) -> str:
    return canonical(value).decode().translate(ESCAPED)


def _signature(text: str) -> bytes:
    try:
        said = msgspec.json.decode(text.encode("utf-8", "replace"), type=Signature)
        # Strictly: another spelling of the same bytes is a change too.
        data = base64.b64decode(said.signature, validate=True)
    except (msgspec.DecodeError, ValueError):
        return b""
    return data if _text(Signature(signature=base64.b64encode(data).decode())) == text else b""
