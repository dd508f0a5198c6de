"""What is searched for: every form of every identifier, and every digest of it, as bytes. Nothing here is ever shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from counterwatch.exposure.leaks.borders import Border
from counterwatch.exposure.leaks.digests import MIDDLE, digests, middle
from counterwatch.exposure.leaks.folding import folded
from counterwatch.exposure.leaks.forms import Exactness, Form, forms
from counterwatch.exposure.leaks.forms.device import device_bytes
from counterwatch.exposure.leaks.limits import SHORT, SHORTEST
from counterwatch.exposure.persona import Identifier, Kind, Persona
from counterwatch.text.chinese import HAN

WIDE_ENCODINGS = ("utf-16-le", "utf-16-be")
BEYOND = {"gb18030": "\u2e80", "big5": "\u2e80", "windows-1251": "\u0400", "windows-1256": "\u0600"}
"""Encodings of text beyond ASCII, each with the first letter of the script that it is for."""
BEGINNING = 8
MOST_FAST = 50_000
TO = {"gb18030": "\U0003ffff", "big5": "\U0003ffff", "windows-1251": "\u04ff", "windows-1256": "\u06ff"}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Needle:
    """Bytes to search for, and what they mean. `spelled` are the bytes as they must stand, letter case and spaces left open unless `strict`.

    `key` are the same, folded.
    """

    spelled: bytes
    key: bytes
    identifier: Identifier
    form: str
    exactness: Exactness
    border: Border
    digest: str = ""
    encoding: str = "utf-8"
    strict: bool = False
    prefix: bool = False

    def __repr__(self) -> str:
        return f"<needle of {self.identifier.label}>"


class Needles:
    """The needles of a persona. `patterns` are the distinct beginnings that the automaton looks for, `meant` the needles that begin so.

    Only beginnings, since the automaton keeps a kilobyte for each byte of them. `short` names the identifiers that are too short to look for.
    """

    def __init__(self, persona: Persona) -> None:
        known: dict[tuple[str, bytes, bool], Needle] = {}
        for identifier in persona.identifiers:
            for needle in _needles(identifier):
                known.setdefault((identifier.label, needle.key, needle.strict), needle)
        self.all = tuple(known.values())
        meant: dict[bytes, list[Needle]] = {}
        for needle in self.all:
            meant.setdefault(needle.key[:BEGINNING], []).append(needle)
        self.patterns = tuple(meant)
        self.meant = tuple(map(tuple, meant.values()))
        sought = {each.identifier.label for each in self.all}
        self.short = tuple(each.label for each in persona.identifiers if each.label not in sought)

    def __len__(self) -> int:
        return len(self.all)

    def __repr__(self) -> str:
        return f"<{len(self)} needles>"

    @cached_property
    def automaton(self) -> Any:
        """An Aho-Corasick automaton over the folded patterns: the fastest kind, or the smaller one where that would take a gigabyte."""
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        kind = Implementation.DFA if len(self.patterns) <= MOST_FAST else Implementation.ContiguousNFA
        return BytesAhoCorasick(self.patterns, implementation=kind)


def _needles(identifier: Identifier) -> Iterator[Needle]:
    for form in forms(identifier):
        yield from _written(identifier, form)
    for name, raw in device_bytes(identifier.value) if identifier.kind == "device" else ():
        yield Needle(spelled=raw, key=folded(raw), identifier=identifier, form=name, exactness="exact", border="none", strict=True)
    for form in forms(identifier):
        if form.hashed:
            yield from _digested(identifier, form)


def _written(identifier: Identifier, form: Form) -> Iterator[Needle]:
    """Yield a form in each encoding in which its script is sent."""
    border = _border(identifier.kind, form)
    for encoding in ("utf-8", *WIDE_ENCODINGS, *BEYOND):
        spelled = _encoded(form.text, encoding)
        least = SHORTEST if encoding == "utf-8" else SHORT
        if spelled is None or len(spelled) < least or (form.prefix and encoding != "utf-8"):
            continue
        name = form.name if encoding == "utf-8" else f"{form.name}, {encoding}"
        yield Needle(
            spelled=spelled, key=folded(spelled), identifier=identifier, form=name, exactness=form.exactness,
            border=border if encoding == "utf-8" else "none", encoding=encoding, prefix=form.prefix,
        )  # fmt: skip


def _encoded(text: str, encoding: str) -> bytes | None:
    """Return a text as bytes, or None where the encoding is not for its script."""
    if encoding in BEYOND and not any(BEYOND[encoding] <= each <= TO[encoding] for each in text):
        return None
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return None


def _border(kind: Kind, form: Form) -> Border:
    if kind == "email":
        return "email"
    if any(HAN.match(each) for each in (form.text[:1], form.text[-1:])):
        return "open"
    return "digits" if form.text.isascii() and not any(each.isalpha() for each in form.text) else "word"


def _digested(identifier: Identifier, form: Form) -> Iterator[Needle]:
    data = form.text.encode("utf-8", "replace")
    if len(data) < SHORTEST:
        return
    for name, raw in digests(data):
        yield _digest(identifier, form, name, raw.hex().encode(), strict=False)
        yield _digest(identifier, form, name, raw, strict=True)
    yield _digest(identifier, form, MIDDLE, middle(data).encode(), strict=False)


def _digest(identifier: Identifier, form: Form, name: str, spelled: bytes, *, strict: bool) -> Needle:
    return Needle(
        spelled=spelled, key=folded(spelled), identifier=identifier, form=form.name, exactness="hashed, guessable", border="none",
        digest=name, strict=strict,
    )  # fmt: skip
