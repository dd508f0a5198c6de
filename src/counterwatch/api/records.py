"""Records of a case: found by their text, shown version by version, erased for a reason."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from counterwatch.api.case import open_case, signer_of
from counterwatch.api.incidents_protected import protected_of, shielded
from counterwatch.case import Case
from counterwatch.case.records import NO_RECORD, SEE_CURRENT, CaseRecords
from counterwatch.case.search import compared, texts_in, value_at, words_of
from counterwatch.core import Found, Record, Template, WrongUsage
from counterwatch.core.finding import Struct

NO_WORD = Template("api.records.no_word", "there is no word to search for")
SAY_WORD = Template("api.records.say_word", "give a word or a part of one, in any script; one character is enough")
WIDTH = 160
ENOUGH = 1_000
"""After so many lines it is no longer looked for one that holds every word, if one was found that holds any."""


class Hit(Struct, frozen=True):
    """A record that holds every word, when this version was written, its place in the list, and the line of it that holds them."""

    record: Record
    written: str
    place: str
    line: str


class Results(Struct, frozen=True):
    """A page of what was found, in the order of writing, and how many there are in all; `after` goes on behind it, empty at the end."""

    hits: tuple[Hit, ...]
    total: int
    after: str


def search(case: Case | Path | str, text: str, *, kind: str | None = None, limit: int = 100, after: str = "") -> Results:
    """Find the records whose searchable text holds every word, in any script: a page of them, and the exact number of all."""
    records, text = _asked(case, text)
    words = _words(text)
    found = records.page(text, kind, limit=limit + 1, after=after)
    shown = found[:limit]
    hits = tuple(_hit(each, words) for each in shown)
    return Results(hits=hits, total=records.count(text, kind), after=shown[-1].place if len(found) > limit else "")


def search_all(case: Case | Path | str, text: str, *, kind: str | None = None) -> Iterator[Hit]:
    """Find all of them, each read when somebody gets to it."""
    records, text = _asked(case, text)
    words = _words(text)
    return (_hit(each, words) for each in records.found(text, kind))


def versions(case: Case | Path | str, id: str) -> list[Found]:
    """Return every version of a record with the time at which it was written, oldest first."""
    found = records_of(open_case(case)).dated(id)
    if not found:
        raise WrongUsage(NO_RECORD(id=id), hint=SEE_CURRENT())
    return found


def erase(case: Case | Path | str, id: str, *, reason: str, authority: str = "") -> int:
    """Destroy every version of a record in this copy of the case, and return how many there were; the reason stays."""
    return records_of(open_case(case)).erase(id, reason, authority=authority)


def records_of(case: Case) -> CaseRecords:
    """Return the records of a case, signed by whoever signs in it."""
    return CaseRecords(case, lambda: signer_of(case))


def _asked(case: Case | Path | str, text: str) -> tuple[CaseRecords, str]:
    """Return the records of a case and what is looked for in them: for what the case protects, words that are in no text."""
    opened = open_case(case)
    return records_of(opened), shielded(protected_of(opened), text)


def _words(text: str) -> list[str]:
    words = words_of(text)
    if not words:
        raise WrongUsage(NO_WORD(), hint=SAY_WORD())
    return words


def _hit(found: Found, words: list[str]) -> Hit:
    return Hit(record=found.record, written=found.written, place=found.place, line=matching_line(found.record, words))


def matching_line(record: Record, words: list[str]) -> str:
    """Return the first line of the searchable text that holds every word, or else any of them; of a long one the part that does."""
    begun, first = [word[: WIDTH // 2] for word in words], ""
    for number, part in enumerate(_parts(record)):
        text = compared(part)
        held = sum(word in text for word in begun)
        if held == len(begun):
            return part
        first = first or (part if held else "")
        if first and number > ENOUGH:
            break
    return first


def _parts(record: Record) -> Iterator[str]:
    for name in record.searchable:
        for text in texts_in(value_at(record.data, name)):
            for line in text.splitlines():
                yield from _parts_of(line.strip())


def _parts_of(line: str) -> Iterator[str]:
    """Yield a line, or the parts of a long one: half of each is in the next, so that a word of ordinary length is whole in one of them."""
    for begin in range(0, max(len(line) - WIDTH // 2, 1), WIDTH // 2):
        start, end = begin, begin + WIDTH
        # Marks stay with the letter that carries them.
        while start and unicodedata.category(line[start]).startswith("M"):
            start -= 1
        yield ("…" if start else "") + line[start:end].strip() + ("…" if end < len(line) else "")
