"""Marks in the bytes of documents that do something when they are opened: scripts, actions, links to elsewhere, files inside files."""

from __future__ import annotations

import re
from collections.abc import Iterator

ESCAPED = re.compile(rb"/[\w.-]{0,40}#[0-9A-Fa-f]{2}[\w.#-]{0,40}")
HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
MOST_NAMES = 10_000


def _wide(*words: str) -> re.Pattern[bytes]:
    """Return what finds any of some words in the form in which old office documents keep names: UTF-16."""
    return re.compile(b"|".join(re.escape(each.encode("utf-16-le")) for each in words))


PDF = (
    ("javascript", re.compile(rb"/(?:JS|JavaScript)\b")),
    ("action", re.compile(rb"/(?:OpenAction|AA|Launch|SubmitForm|ImportData|GoToR|GoToE|RichMedia|Rendition)\b")),
    ("embedded", re.compile(rb"/(?:EmbeddedFiles?|Filespec|XFA)\b")),
    ("encrypted", re.compile(rb"/Encrypt\b")),
    ("packed", re.compile(rb"/ObjStm\b")),
)
# Possessive: what was taken is not given back, so that no run of spaces costs its square.
RUNS = rb"<(?:[\w.-]{1,40}+:)?(?:script|foreignObject)\b|\bon[a-z]{3,20}+\s{0,20}+=|(?:javascript|vbscript)\s{0,20}+:|<!ENTITY"
ELSEWHERE = (
    rb"\b(?:href|src|action|data|content)\s{0,20}+=\s{0,20}+[\"']?+\s{0,20}+(?:\d{1,9}+\s{0,9}+;\s{0,9}+url\s{0,9}+=\s{0,9}+)?"
    rb"(?:https?:|ftp:|file:|smb:|//|\\\\)|@import|\burl\(\s{0,20}+[\"']?+(?:https?:|//)"
)
MARKUP = (("script", re.compile(RUNS, re.IGNORECASE)), ("external", re.compile(ELSEWHERE, re.IGNORECASE)))
RTF = (
    ("embedded", re.compile(rb"\\obj(?:data|ect|update|emb|link|ocx)", re.IGNORECASE)),
    ("external", re.compile(rb"\\\*?\\?template\b|INCLUDEPICTURE|DDEAUTO|\bDDE\b|HYPERLINK", re.IGNORECASE)),
)
OLE = (
    ("macro", _wide("_VBA_PROJECT", "Macros")),
    ("encrypted", _wide("EncryptedPackage", "EncryptionInfo")),
    ("embedded", _wide("ObjectPool", "Ole10Native")),
)
OFFICE = (("external", re.compile(rb"TargetMode\s{0,20}=\s{0,20}[\"']External", re.IGNORECASE)), ("external", re.compile(rb"\bDDEAUTO\b")))
OF_KIND = {"pdf": PDF, "svg": MARKUP, "html": MARKUP, "xml": MARKUP, "rtf": RTF, "ole": OLE, "office": OFFICE}
ACTIVE_IN_PICTURE = re.compile(rb"<(?:script|html|svg|iframe)\b", re.IGNORECASE)


def marks(data: bytes, kind: str) -> Iterator[str]:
    """Yield what the bytes of a document of a kind are marked with."""
    written = _plain_names(data) if kind == "pdf" else data
    yield from (warning for warning, pattern in OF_KIND.get(kind, ()) if pattern.search(written))


def _plain_names(data: bytes) -> bytes:
    """Return a PDF and, behind it, its escaped names as they are meant: /J#61vaScript is /JavaScript."""
    if b"#" not in data:
        return data
    escaped = {match[0] for match, _ in zip(ESCAPED.finditer(data), range(MOST_NAMES), strict=False)}
    return b"\n".join([data, *(HEX.sub(lambda match: bytes([int(match[1], 16)]), each) for each in sorted(escaped))])
