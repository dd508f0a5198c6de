"""A casebook for partners and other programs: what may leave, in a format of theirs, and an entry in the custody log that says so."""

from __future__ import annotations

import datetime
import importlib
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from counterwatch.api.beside import beside, refuse_place
from counterwatch.api.case import open_case, signer_of
from counterwatch.api.incidents import vocabulary_of
from counterwatch.api.standing import Standing
from counterwatch.case import Case
from counterwatch.core import Message, Template, WrongUsage
from counterwatch.core.errors import Refused
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if
from counterwatch.incidents import interchange
from counterwatch.incidents.interchange.leaving import REASONS, SHARING, rank
from counterwatch.incidents.interchange.outgoing import Outgoing, Tally

USUAL, VERB, OWN = "green", "export", ("csv", "xlsx")
"""What leaves where nobody says otherwise; the verb of custody; the formats of one's own whole copy."""

NO_FORMAT = Template("api.export.no_format", "{format} is not a format of exports")
FORMATS_ARE = Template("api.export.formats_are", "formats are {formats}")
NO_MARK = Template("api.export.no_mark", "{sharing} is not a mark of sharing")
MARKS_ARE = Template("api.export.marks_are", "marks are {marks}, from the widest circle to the narrowest")
NO_PURPOSE = Template(
    "api.export.no_purpose", "records that are not marked for the public or the community leave only for a purpose that is written down"
)
SAY_PURPOSE = Template("api.export.say_purpose", 'say it with --purpose "review with the legal clinic"; it goes into the custody log')
NOT_WHOLE = Template("api.export.not_whole", "the whole casebook with every text is a sheet of one's own; {format} is made for others")
WHOLE_SHEETS = Template("api.export.whole_sheets", "use --format csv or --format xlsx, or leave --whole out")
NOTHING = Template("api.export.nothing", "no record of this casebook may leave: {held}")
EMPTY = Template("api.export.empty", "the casebook is empty: there is nothing to export")
IMPORT = Template("api.export.import", "`cw incidents import` brings a sheet in")
WIDEN = Template(
    "api.export.widen", "what may leave is said by the columns sharing and consent; --sharing amber, with a purpose, takes narrower marks along"
)
AND = Template("api.export.and", "{first}; {second}")
WRITING = Template("api.export.writing", "writing {format}")
NOTE = "{}, {} records: {}"
PIECE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What went out: how many records, why others stayed, what the format could not take, and how many values were offered and taken."""

    format: str
    records: int
    held: tuple[Message, ...]
    lost: tuple[Message, ...]
    offered: int
    taken: int
    note: str


def formats() -> list[str]:
    """Return the formats of exports: the modules of `incidents.interchange` that hold `write`."""
    names = (each.name for each in pkgutil.iter_modules(interchange.__path__))
    return sorted(_called(name) for name in names if _writer_in(name) is not None)


def export(  # noqa: PLR0913 - each is something that a user may say
    case: Case | Path | str,
    output: Path | str | BinaryIO,
    *,
    format: str,
    sharing: str = USUAL,
    whole: bool = False,
    purpose: str = "",
    authority: str = "",
    force: bool = False,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Exported:
    """Write the casebook as it stands for partners, to a file (all of it or nothing) or to an open stream; the custody log says that it left.

    Only records up to the mark `sharing` leave, and what was withdrawn never does. `whole` is one's own sheet with every record and text.
    """
    write = writer(format, sharing, whole=whole, purpose=purpose)
    opened = open_case(case)
    if isinstance(output, str | Path):
        refuse_place(Path(output), force=force)
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    with opened.reading() as reading:
        standing = Standing(reading=reading, sharing=sharing, whole=whole, today=today)
        leaving, held = standing.held()
        if not leaving:
            raise _nothing(held)
        book = outgoing(opened, standing)
        chunks = _watched(write(book), book.tally, leaving, WRITING(format=format), progress, cancel)
        said = {"purpose": purpose, "authority": authority, "evidence": []}
        _send(chunks, output, book.tally, leaving, lambda records: _log(opened, said | {"note": NOTE.format(format, records, book.note)}))
    tally = book.tally
    return Exported(
        format=format, records=tally.records, held=told(held), lost=tuple(tally.told()), offered=tally.offered, taken=tally.taken, note=book.note
    )


def _called(module: str) -> str:
    return module.rstrip("_").replace("_", "-")


def _writer_in(module: str) -> Callable[[Outgoing], Iterator[bytes]] | None:
    return getattr(importlib.import_module(f"{interchange.__name__}.{module}"), "write", None)


def writer(format: str, sharing: str, *, whole: bool, purpose: str) -> Callable[[Outgoing], Iterator[bytes]]:
    """Return what writes a format, where what was asked can be meant."""
    found = {_called(each.name): each.name for each in pkgutil.iter_modules(interchange.__path__)}
    write = _writer_in(found[format]) if format in found else None
    if write is None:
        raise WrongUsage(NO_FORMAT(format=format[:40]), hint=FORMATS_ARE(formats=", ".join(("bagit", *formats()))))
    if sharing not in SHARING:
        raise WrongUsage(NO_MARK(sharing=sharing[:40]), hint=MARKS_ARE(marks=", ".join(SHARING)))
    if whole and format not in OWN:
        raise Refused(NOT_WHOLE(format=format), hint=WHOLE_SHEETS())
    if (whole or rank(sharing) > rank(USUAL)) and not purpose.strip():
        raise WrongUsage(NO_PURPOSE(), hint=SAY_PURPOSE())
    return write


def outgoing(case: Case, standing: Standing) -> Outgoing:
    """Return what leaves of a casebook, as the formats take it."""
    return Outgoing(
        id=case.id, seq=case.head.seq, sharing=standing.sharing, whole=standing.whole, vocabulary=vocabulary_of(case),
        incidents=standing.incidents, dated=standing.dated, tally=Tally(),
    )  # fmt: skip


def _watched(chunks: Iterator[bytes], tally: Tally, records: int, message: Message, progress: Progress, cancel: Cancel) -> Iterator[bytes]:
    """Yield what is written, and between pieces of it tell how far it is and ask whether to go on."""
    for number, each in enumerate(chunks):
        if number % PIECE == 0:
            progress(message, tally.records, records)
            stop_if(cancel)
        yield each


def _send(chunks: Iterator[bytes], output: Path | str | BinaryIO, tally: Tally, leaving: int, log: Callable[[int], None]) -> None:
    """Write all of it or nothing to a file, and say in the custody log that so many records left before it is there.

    A stream is gone as it is written: the log is told before how many may leave.
    """
    if not isinstance(output, str | Path):
        first = next(chunks, b"")
        log(leaving)
        output.write(first)
        output.writelines(chunks)
        return
    with beside(Path(output)) as stream:
        stream.writelines(chunks)
        log(tally.records)


def _log(case: Case, said: Mapping[str, object]) -> None:
    with case.write(VERB, signer=signer_of(case)) as batch:
        batch.record("custody", dict(said))


def _nothing(held: Counter[str]) -> WrongUsage | Refused:
    why = told(held)
    if not why:
        return WrongUsage(EMPTY(), hint=IMPORT())
    reasons = why[0]
    for each in why[1:]:
        reasons = AND(first=reasons, second=each)
    return Refused(NOTHING(held=reasons), hint=WIDEN())


def told(held: Counter[str]) -> tuple[Message, ...]:
    """Say how many records stay here for which reason."""
    return tuple(REASONS[why](n=n) for why, n in held.items())
