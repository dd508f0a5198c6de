"""Records of a case: written in batches, corrected by new versions, found by their searchable text; `core.Records` is the interface."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from counterwatch.case.erase import erase
from counterwatch.case.kept import Kept
from counterwatch.case.record_rules import fit
from counterwatch.case.search import place_after
from counterwatch.case.signing import Signer
from counterwatch.case.traits import Narrowed
from counterwatch.core import Found, Record, Template, WrongUsage
from counterwatch.core.progress import Cancel, Progress, never, quiet

if TYPE_CHECKING:
    from counterwatch.case.batch import Batch
    from counterwatch.case.case import Case

NO_RECORD = Template("case.records.none", "this case holds no record {id}")
SEE_CURRENT = Template("case.records.see_current", "it may have been erased; a new one begins with version 1")
NOT_NEXT = Template("case.records.not_next", "record {id} is offered as version {version:raw}, where version {next:raw} belongs")
READ_AGAIN = Template("case.records.read_again", "somebody may have written it meanwhile: read its history, then supersede the newest version")
OTHER_KIND = Template("case.records.other_kind", "record {id} is of the kind «{kind}» and cannot become one of the kind «{other}»")
NEW_ID = Template("case.records.new_id", "give the new record an id of its own")
NO_PAGE = Template("case.records.no_page", "a page cannot hold {limit:raw} records")
ONE_OR_MORE = Template("case.records.one_or_more", "ask for one or more")

MOST = 1 << 60
FIRST, PIECE = 64, 5_000
"""So many records are read at a time at first, and then by and by for who wants all."""
FEW = 500
"""So many are in memory at a time for who looks at each once."""


class CaseRecords:
    """The records of one case. Reading needs no key; the user's own signing key is loaded by the first write."""

    def __init__(self, case: Case, signer: Callable[[], Signer] = Signer.load) -> None:
        self._case, self._signer = case, signer

    def append(self, batch: Iterable[Record], *, verb: str = "record", progress: Progress = quiet, cancel: Cancel = never) -> None:
        """Write new records and next versions, as one entry: all of them, or none."""
        records = Kept(fit(batch))
        if not len(records):
            return
        with self._case.write(verb, signer=self._signer(), progress=progress, cancel=cancel) as writing:
            refuse_out_of_turn(writing, records)
            writing.records.take(records)

    def history(self, id: str) -> Iterator[Record]:
        """Return every version of a record, oldest first; none where there is no such record or it was erased."""
        with self._case.reading() as reading:
            return reading.history(id)

    def current(self, kind: str, upto: int | None = None) -> Iterator[Record]:
        """Return the newest version of each record of a kind, in the order in which they were written.

        With `upto` they are those of the moment after that entry of the ledger, but for what was erased since.
        """
        with self._case.reading() as reading:
            return reading.newest_of(kind, upto)

    def ids(self, kind: str) -> Iterator[str]:
        """Return the id of each record of a kind, in the order in which they were written; nothing else of them is read."""
        with self._case.reading() as reading:
            return reading.ids_of(kind)

    def each(self, kind: str) -> Iterator[Record]:
        """Return what `current` returns, some at a time: of many large records few are in memory. What is erased meanwhile is left out."""
        with self._case.reading() as reading:
            places = reading.places_of_kind(kind)
        return (found.record for start in range(0, len(places), FEW) for found in self._at(places[start : start + FEW]))

    def query(self, text: str, kind: str | None = None) -> Iterator[Record]:
        """Return all newest versions whose searchable text holds every word of `text`, in any script, in the order in which they were written.

        They are those of the moment of asking, and read as somebody gets to them; what is erased meanwhile is left out.
        """
        return (found.record for found in self.found(text, kind))

    def found(self, text: str, kind: str | None = None, *, after: str = "") -> Iterator[Found]:
        """Return what `query` returns, each with the time at which it was written; with `after` those behind that place."""
        with self._case.reading() as reading:
            places = reading.places(text, kind, after=place_after(after))
        return (found for start, end in _pieces(len(places)) for found in self._at(places[start:end]))

    def page(self, text: str, kind: str | None = None, *, limit: int = 100, after: str = "", narrowed: Narrowed | None = None) -> list[Found]:
        """Return the first `limit` of what `query` returns, or those behind the place `after`, or only those wanted; fewer only at the end."""
        if limit < 1:
            raise WrongUsage(NO_PAGE(limit=limit), hint=ONE_OR_MORE())
        with self._case.reading() as reading:
            return reading.at(reading.places(text, kind, after=place_after(after), most=min(limit, MOST), narrowed=narrowed))

    def count(self, text: str, kind: str | None = None) -> int:
        """Return how many `query` returns, without reading them."""
        with self._case.reading() as reading:
            return reading.count(text, kind)

    def dated(self, id: str) -> list[Found]:
        """Return every version of a record with the time at which it was written, oldest first."""
        with self._case.reading() as reading:
            return reading.dated(id)

    def _at(self, places: list[int]) -> list[Found]:
        with self._case.reading() as reading:
            return reading.at(places)

    def supersede(self, id: str, data: dict[str, Any], *, verb: str = "correct") -> Record:
        """Write the next version of a record, with the same kind and searchable fields, and return it."""
        with self._case.write(verb, signer=self._signer()) as writing:
            last = newest(writing, id)
            made = Record(id=id, kind=last.kind, version=last.version + 1, data=data, searchable=last.searchable)
            writing.records += fit([made])
        return made

    def erase(self, id: str, reason: str, *, authority: str = "") -> int:
        """Destroy every version of a record, or a piece of evidence and what describes it, in this copy of the case; return how many records went.

        What stays is signed: that something was erased, when, by whom, why, and a commitment that confirms nothing to those who guess.
        """
        with self._case.write("erase", signer=self._signer()) as writing, writing.reading() as reading:
            return erase(writing, reading, writing.held, id, reason, authority)


def _pieces(count: int) -> Iterator[tuple[int, int]]:
    """Yield beginning and end of pieces: small ones first, since many who ask want no more than those."""
    start, size = 0, FIRST
    while start < count:
        yield start, start + size
        start, size = start + size, min(2 * size, PIECE)


def newest(writing: Batch, id: str) -> Record:
    """Return the newest version of a record, as it is while nobody else can write."""
    with writing.reading() as reading:
        found = list(reading.history(id))
    if not found:
        raise WrongUsage(NO_RECORD(id=id), hint=SEE_CURRENT())
    return found[-1]


def refuse_out_of_turn(writing: Batch, records: Kept) -> None:
    """Refuse records that do not follow from what is there while nobody else can write."""
    with writing.reading() as reading:
        known = reading.versions({id for id, _, _ in records.heads})
    for id, kind, version in records.heads:
        as_kind, before = known.get(id, (kind, 0))
        if kind != as_kind:
            raise WrongUsage(OTHER_KIND(id=id, kind=as_kind, other=kind), hint=NEW_ID())
        if version != before + 1:
            raise WrongUsage(NOT_NEXT(id=id, version=version, next=before + 1), hint=READ_AGAIN())
        known[id] = (kind, version)
