"""A case as a bundle that a stranger can check: the whole of it, a copy to travel with, or only what may be published."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from counterwatch.api.bundle_derived import Deriving, table_name
from counterwatch.api.case import open_case, signer_of
from counterwatch.api.export import SAY_PURPOSE, USUAL, VERB
from counterwatch.api.keys import own_identity
from counterwatch.api.publication import publish
from counterwatch.api.scratch import memory
from counterwatch.bundle.crate import Told, crate
from counterwatch.bundle.info import COPIES, info_of
from counterwatch.bundle.instructions import Copy, instructions
from counterwatch.bundle.places import CASE, CRATE, DERIVED, PUBLICATION, SEALED
from counterwatch.bundle.sinks import Sink, ZipSink, beside
from counterwatch.bundle.taking_case import take_case
from counterwatch.bundle.writing import Bag
from counterwatch.case import Case, Head
from counterwatch.case.age import pour_encrypted
from counterwatch.case.lock import writer_lock
from counterwatch.case.objects import chunks_of
from counterwatch.case.unlocking import recipients_of
from counterwatch.case.writer import refuse_stranger
from counterwatch.core import Message, Template, WrongUsage
from counterwatch.core.errors import Refused
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if

NO_COPY = Template("api.bundle.no_copy", "{copy} is not a kind of copy")
COPIES_ARE = Template("api.bundle.copies_are", "kinds of copies are {copies}")
NO_PURPOSE = Template("api.bundle.no_purpose", "a case leaves only for a purpose that is written down")
INSIDE = Template("api.bundle.inside", "a bundle of a case cannot lie inside that case")
ELSEWHERE = Template("api.bundle.elsewhere", "name a place beside the folder of the case")
NOTE = "bundle, {} copy, {} files: {}"
INNER = "bundle.zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """What was written: the number of the bundle (the SHA-256 of its list of tag files), how many files and bytes of payload, and who signed.

    `said` is what formats could not take and which records stayed; `is_open` says that what lies in it is not encrypted.
    """

    copy: Copy
    number: str
    files: int
    bytes: int
    signer: str
    is_open: bool
    said: tuple[Message, ...]


def export_bundle(  # noqa: PLR0913 - each is something that a user may say
    case: Case | Path | str,
    output: Path | str,
    *,
    copy: str = "whole",
    purpose: str = "",
    authority: str = "",
    sharing: str = USUAL,
    by: Sequence[Sequence[str]] = (),
    language: str = "en",
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Bundled:
    """Write a bundle, a folder or a ZIP file: all of it or nothing; the custody log says that it left, why, and its number.

    `whole` is the case as it is kept, with its findings and its casebook (up to the mark `sharing`) for other programs; of an encrypted case
    all of that is encrypted to those who read the case. `travel` is one age file of this, which tells nobody's key. `redacted` holds what
    `cw incidents publish` may publish, with tables `by` these ways, and no case.
    """
    kind, opened, place = _copy(copy), open_case(case), Path(output)
    if kind != "redacted" and not purpose.strip():
        raise WrongUsage(NO_PURPOSE(), hint=SAY_PURPOSE())
    if place.absolute().resolve().is_relative_to(opened.path.resolve()):
        raise Refused(INSIDE(), hint=ELSEWHERE())
    # Else the copy is made first, and cannot be logged.
    refuse_stranger(opened.ledger(), signer_of(opened), VERB)
    made = _Making(opened, sharing=sharing, language=language, by=by, progress=progress, cancel=cancel)
    said: list[Bundled] = []
    with beside(place, before=lambda: _log(opened, said[0], purpose=purpose, authority=authority)) as (sink, folder):
        said.append(made.made(kind, sink, folder))
    return said[0]


def _copy(copy: str) -> Copy:
    found = {each: each for each in COPIES}.get(copy)  # type: ignore[call-overload]
    if found is None:
        raise WrongUsage(NO_COPY(copy=copy[:40]), hint=COPIES_ARE(copies=", ".join(COPIES)))
    kind: Copy = found
    return kind


def _log(case: Case, made: Bundled, *, purpose: str, authority: str) -> None:
    with case.write(VERB, signer=signer_of(case)) as batch:
        note = NOTE.format(made.copy, made.files, made.number)
        batch.record("custody", {"purpose": purpose, "authority": authority, "note": note, "evidence": []})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    sharing: str
    language: str
    by: Sequence[Sequence[str]]


class _Making:
    """Makes one bundle of a case."""

    def __init__(self, case: Case, *, sharing: str, language: str, by: Sequence[Sequence[str]], progress: Progress, cancel: Cancel) -> None:
        self.case, self.progress, self.cancel = case, progress, cancel
        self.options = _Options(sharing=sharing, language=language, by=by)
        self.signer, self.is_encrypted = signer_of(case), case.case_file.is_encrypted
        self.said: list[Message] = []

    def made(self, copy: Copy, sink: Sink, folder: Path) -> Bundled:
        if copy == "travel":
            return self._travel(sink, folder)
        return self._redacted(sink, folder) if copy == "redacted" else self._whole(sink, folder)

    def _whole(self, sink: Sink, folder: Path) -> Bundled:
        bag = Bag(sink, self.cancel)
        # What is derived must be of the head that the copy has.
        with writer_lock(self.case.layout, cancel=self.cancel):
            head = take_case(self.case, bag, self.progress)
            deriving = Deriving(
                case=self.case, progress=self.progress, cancel=self.cancel, sharing=self.options.sharing, language=self.options.language
            )
            for name, chunks in deriving.files():
                self._derive(bag, folder, name, chunks)
            told = self._told(bag)
        if self.is_encrypted:
            self._derive(bag, folder, CRATE.rpartition("/")[2], iter([crate("whole", bag.payload, head, told)]))
        bag.data(CRATE, crate("whole", bag.payload, head, None if self.is_encrypted else told))
        self.said += deriving.said
        return self._finished("whole", bag, head)

    def _travel(self, sink: Sink, folder: Path) -> Bundled:
        """Seal a whole bundle for those who read the case: one file that says neither whose it is nor what it holds."""
        recipients = recipients_of(self.case.case_file) or (own_identity().recipient,)
        sealed = folder / "sealed.age"
        # A plain case must not lie in the clear beside what it is sealed for.
        with memory() if not self.is_encrypted else nullcontext(folder) as place:
            with _private(place / INNER) as file:
                inner = ZipSink(file)
                self._whole(inner, place)
                inner.close()
            with (place / INNER).open("rb") as whole, _private(sealed) as file:
                pour_encrypted(chunks_of(whole), file.write, recipients)
        bag = Bag(sink, self.cancel)
        bag.file(SEALED, sealed)
        number = bag.finish(info_of("travel"), instructions("travel", is_encrypted=True), None)
        return self._bundled("travel", bag, number, is_open=False)

    def _redacted(self, sink: Sink, folder: Path) -> Bundled:
        """Pack what may be published; the release is recorded in the case, as every release is."""
        release = publish(
            self.case, folder / "release", by=self.options.by, language=self.options.language, progress=self.progress, cancel=self.cancel
        )
        bag = Bag(sink, self.cancel)
        for name, data in sorted(release.files.items()):
            bag.data(PUBLICATION + name, data)
        self.said += release.held
        bag.data(CRATE, crate("redacted", bag.payload, None))
        number = bag.finish(info_of("redacted"), instructions("redacted", is_encrypted=False), self.signer)
        return self._bundled("redacted", bag, number, is_open=True)

    def _finished(self, copy: Copy, bag: Bag, head: Head) -> Bundled:
        info = info_of(copy, case=self.case.id, head=f"{head.seq} {head.hash}")
        number = bag.finish(info, instructions(copy, is_encrypted=self.is_encrypted), self.signer)
        return self._bundled(copy, bag, number, is_open=not self.is_encrypted)

    def _bundled(self, copy: Copy, bag: Bag, number: str, *, is_open: bool) -> Bundled:
        signer = "" if copy == "travel" else self.signer.id
        return Bundled(
            copy=copy,
            number=number,
            files=len(bag.payload),
            bytes=bag.bytes,
            signer=signer,
            is_open=is_open,
            said=tuple({str(each): each for each in self.said}.values()),
        )

    def _derive(self, bag: Bag, folder: Path, name: str, chunks: Iterator[bytes]) -> None:
        """Write a file beside the case; of an encrypted case it is encrypted before any of it reaches the disk."""
        part = folder / "part"
        with _private(part) as file:
            if self.is_encrypted:
                pour_encrypted(chunks, file.write, recipients_of(self.case.case_file))
            else:
                file.writelines(_checked(chunks, self.cancel))
        bag.file(f"{DERIVED}{name}{'.age' if self.is_encrypted else ''}", part)
        part.unlink()

    def _told(self, bag: Bag) -> Told:
        """Return what the crate tells: where evidence and tables lie in the payload."""
        held = self.case.holdings()
        with self.case.reading() as reading:
            sealed = {id: (each.object, each.evidence) for id, each in reading.sealed().items()}
        places = {id: (_place(held.current(name) or name), evidence) for id, (name, evidence) in sealed.items()}
        suffix = ".age" if self.is_encrypted else ""
        runs = self.case.runs()
        hashes = {each.sha256 for stored in runs for finding in stored.run.findings for each in finding.attachments}
        tables = {each: f"derived/{table_name(each)}{suffix}" for each in hashes if f"{DERIVED}{table_name(each)}{suffix}" in bag.payload}
        return Told(evidence={id: each for id, each in places.items() if f"data/{each[0]}" in bag.payload}, attachments=tables, runs=runs)


def _place(name: str) -> str:
    return f"{CASE.removeprefix('data/')}objects/{name[:2]}/{name}"


def _checked(chunks: Iterable[bytes], cancel: Cancel) -> Iterator[bytes]:
    for each in chunks:
        stop_if(cancel)
        yield each


@contextmanager
def _private(path: Path) -> Iterator[BinaryIO]:
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        yield file
