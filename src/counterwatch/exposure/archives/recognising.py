"""Which platform an export is of, told by what it holds; the name of the file only where it holds nothing of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from counterwatch.core import Problem, Template, UnreadableEvidence
from counterwatch.core.registry import Reader, readers
from counterwatch.exposure.archive import Archive
from counterwatch.exposure.archives.limits import LOOKED_AT
from counterwatch.files.archive import members

F = TypeVar("F", bound=Callable[..., Archive])
NO_PLATFORM = Template("exposure.archives.no_platform", "{name} is not recognised as an export of your data")
LEFT_OUT_ALL = Template("exposure.archives.left_out_all", "{name} holds nothing that can be read: {why}")
NOT_AND_LEFT_OUT = Template(
    "exposure.archives.not_and_left_out", "{name} is not recognised as an export of your data, and not all of it was read: {why}"
)
KNOWN = Template(
    "exposure.archives.known",
    "known are {platforms}; ask the platform for JSON where it offers it, and give the file as it came, or the part that you want to look at",
)
TEXT = (".json", ".txt", ".csv", ".html", ".htm", ".vcf", ".js", ".tsv")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Seen:
    """A file of an export: its path, lower case, and its first bytes, for those that were looked at."""

    path: str
    head: bytes


Test = Callable[[Sequence[Seen]], bool]
_TESTS: dict[Callable[..., Archive], tuple[int, Test]] = {}


def known_by(test: Test, *, turn: int) -> Callable[[F], F]:
    """Say by what a reader knows its exports; tests are asked in their `turn`, the most particular first."""

    def register(function: F) -> F:
        _TESTS[function] = (turn, test)
        return function

    return register


def reader_for(source: Path | bytes, *, name: str) -> Reader:
    """Return the reader of an export. Raises `UnreadableEvidence` with the list of what is known, or with why nothing could be read."""
    problems: list[Problem] = []
    seen = listing(source, name=name, problems=problems)
    known = [each for each in readers(Archive).values() if each.function in _TESTS]
    for each in sorted(known, key=lambda each: _TESTS[each.function][0]):
        if _TESTS[each.function][1](seen):
            return each
    hint = KNOWN(platforms=", ".join(each.help.rstrip(".") for each in known))
    if problems:
        refusal = NOT_AND_LEFT_OUT if seen else LEFT_OUT_ALL
        raise UnreadableEvidence(refusal(name=name, why=problems[0].message), hint=hint)
    raise UnreadableEvidence(NO_PLATFORM(name=name), hint=hint)


def listing(source: Path | bytes, *, name: str, problems: list[Problem]) -> list[Seen]:
    """Return the files of an export with the beginnings of the first few hundred that may be text."""
    found, looked = [], 0
    for member in members(source, name=name, problems=problems):
        look = looked < LOOKED_AT and (member.path == name or member.path.lower().endswith(TEXT))
        looked += look
        try:
            head = member.start() if look else b""
        except UnreadableEvidence as error:
            problems.append(Problem(message=error.message, place=str(member.number), records=1))
            continue
        found.append(Seen(path=member.path.lower(), head=head.removeprefix(b"\xef\xbb\xbf")))
    return found
