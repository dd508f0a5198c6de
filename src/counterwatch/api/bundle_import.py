"""A bundle of somebody else comes into a case: checked first as a stranger's, then all of it or nothing; what it says stays marked as theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from counterwatch.api.bundle_check import OTHER_CASE, unsealed
from counterwatch.api.bundle_merge import BUNDLE, Brought, Merger
from counterwatch.api.bundle_received import SAID, Received, history_of, is_encrypted, known, received_before
from counterwatch.api.case import open_case, signer_of
from counterwatch.api.incidents_protected import protected_of
from counterwatch.api.keys import own_identity, unlocked
from counterwatch.api.scratch import memory
from counterwatch.api.verify import verify
from counterwatch.bundle.check import BagCheck, check_bag
from counterwatch.bundle.opened import Bundle, open_bundle
from counterwatch.bundle.places import CASE, TAG_MANIFESTS
from counterwatch.bundle.sinks import ZipSink
from counterwatch.bundle.staging import INDEX, stage
from counterwatch.case import Case, Defect, Identity, Outcome, Verification, is_kept
from counterwatch.case.batch import Batch
from counterwatch.case.case_file import read_case_file
from counterwatch.case.disk import PRIVATE_FOLDER
from counterwatch.case.layout import shown
from counterwatch.core import Message, Record, Template
from counterwatch.core.canonical import sha256_hex
from counterwatch.core.errors import VerificationFailed
from counterwatch.core.progress import Cancel, Progress, never, quiet

NOT_WHOLE = Template(
    "api.bundle_import.not_whole", "the bundle does not verify: {file}: {what}", "the bundle does not verify: {file}: {what}; {n} places in all"
)
NOTHING_TAKEN = Template(
    "api.bundle_import.nothing_taken", "cw verify names each place; nothing of it was taken over: ask the sender for another copy"
)
UNREADABLE = Template("api.bundle_import.unreadable", "the case inside holds what cannot be read as a case of anybody: {reason}")
KEPT = Template("api.bundle_import.kept", "kept as it came, as evidence of the handover: your keys do not read it, so what is in it was not checked")
PUBLISHED = Template("api.bundle_import.published", "kept as it came, as evidence: it holds what somebody published, and no case")
CUSTODY = "custody of another case: its ledger, keys and signatures as they came, with the packs and records of each entry"
SHORT, HIDDEN = 16, "hidden"
NOTE = "bundle {} of case {} at entry {}, signed {}"
VERB = "receive"


def import_bundle(
    bundle: Path | str,
    *,
    case: Case | Path | str = ".",
    purpose: str = "",
    authority: str = "",
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Received:
    """Take over what a bundle brings, in one write. One that does not verify is refused by name; the same bundle again changes nothing.

    Records of one's own are never overwritten: where both sides changed one, both versions are kept and the conflict is listed.
    """
    opened, found = open_case(case), open_bundle(Path(bundle))
    number = sha256_hex(found.small(TAG_MANIFESTS[0]))
    before = received_before(opened, number)
    if before and not before.data["is_closed"]:
        return known(before)
    try:
        with opened.write(VERB, signer=signer_of(opened), progress=progress, cancel=cancel) as batch, ExitStack() as until:
            received = _Receiving(opened, batch, until, before, progress, cancel).received(found, number)
            note = NOTE.format(received.number, received.case or "-", received.head or "-", received.signer or "-")
            batch.record("custody", {"purpose": purpose, "authority": authority, "note": note, "evidence": received.brought.evidence})
    except _StillClosed as closed:
        return known(closed.before)
    return received


class _StillClosed(Exception):
    """A bundle that was kept closed before, and that one's keys do not open now either: nothing is written."""

    def __init__(self, before: Record) -> None:
        super().__init__()
        self.before = before


class _Receiving:
    """One bundle on its way in."""

    def __init__(self, case: Case, batch: Batch, until: ExitStack, before: Record | None, progress: Progress, cancel: Cancel) -> None:
        self.case, self.batch, self.progress, self.cancel, self._until = case, batch, progress, cancel, until
        self.folder, self.before = batch.folder, before

    def _choose_folder(self, bundle: Bundle) -> None:
        """Work in memory where the case is encrypted and what comes in is not: nothing of it may reach the disk of the case in the clear."""
        if self.case.case_file.is_encrypted and not is_encrypted(bundle):
            self.folder = self._until.enter_context(memory())

    def received(self, bundle: Bundle, number: str) -> Received:
        """Copy and check it, then take over what it brings, or where that cannot be read keep it as it is."""
        self._choose_folder(bundle)
        staged = self._staged(bundle, "bundle")
        outside = self._checked(staged)
        inside = self._opened(staged) if outside.copy == "travel" else staged
        if inside is None:
            return self._kept(staged, number, outside, None, KEPT())
        bag = outside if inside is staged else self._checked(inside)
        if bag.copy != "whole":
            return self._kept(staged, number, bag, None, PUBLISHED())
        self._hide_index(inside)
        found, identity = self._checked_case(inside, bag)
        if found.levels[2].outcome is not Outcome.PASS:
            self._show_index(inside)
            return self._kept(staged, number, bag, found, KEPT())
        return self._merged(inside, number, bag, found, identity)

    def _staged(self, bundle: Bundle, name: str) -> Bundle:
        folder = self.folder / name
        folder.mkdir(mode=PRIVATE_FOLDER)
        return stage(bundle, folder, self.progress, self.cancel)

    def _opened(self, sealed: Bundle) -> Bundle | None:
        """Open what a copy to travel with holds; None where one's keys do not open it."""
        identity = self._own()
        if identity is None:
            return None
        before, self.folder = self.folder, self._until.enter_context(memory())
        file = self.folder / "inside.zip"
        if unsealed(sealed, file, identity) is not None:
            self.folder = before
            return None
        found = self._staged(open_bundle(file), "inside")
        file.unlink()
        return found

    def _hide_index(self, bundle: Bundle) -> None:
        """Put a stranger's database where nothing opens it: it only makes quick what follows from the rest."""
        if INDEX in bundle.files:
            (bundle.place / INDEX).rename(self.folder / HIDDEN)

    def _show_index(self, bundle: Bundle) -> None:
        if INDEX in bundle.files:
            (self.folder / HIDDEN).rename(bundle.place / INDEX)

    def _own(self) -> Identity | None:
        return self.case.identity or unlocked() or (own_identity() if is_kept() else None)

    def _checked(self, bundle: Bundle) -> BagCheck:
        found = check_bag(bundle, self.progress, self.cancel)
        _refuse(found.defects)
        return found

    def _checked_case(self, bundle: Bundle, bag: BagCheck) -> tuple[Verification, Identity | None]:
        folder = bundle.place / CASE
        case_file = read_case_file(folder)
        identity = self._own() if case_file.is_encrypted else None
        found = verify(folder, identity=identity, progress=self.progress, cancel=self.cancel)
        _refuse(found.defects)
        if (bag.case, bag.head) != (case_file.case, f"{found.head.seq} {found.head.hash}" if found.head else ""):
            raise VerificationFailed(OTHER_CASE(said=bag.case or "-", head=bag.head[:20] or "-"), hint=NOTHING_TAKEN())
        return found, identity

    def _merged(self, bundle: Bundle, number: str, bag: BagCheck, found: Verification, identity: Identity | None) -> Received:
        theirs, holds = Case.open(bundle.place / CASE, identity=identity), protected_of(self.case).holds
        with self.batch.reading() as own:
            brought = Merger(own, theirs, self.batch, number, bag.signer, holds).run(self.progress)
        history = self._sealed_zip(bundle, history_of(bundle, theirs), f"custody-{number[:SHORT]}.zip", CUSTODY)
        return self._recorded(Received.of(number, bag, found, brought), history)

    def _kept(self, bundle: Bundle, number: str, bag: BagCheck, found: Verification | None, why: Message) -> Received:
        if self.before:
            raise _StillClosed(self.before)
        kept = self._sealed_zip(bundle, sorted(bundle.files), f"bundle-{number[:SHORT]}.zip", str(why))
        return self._recorded(Received.of(number, bag, found, Brought(evidence=[kept]), kept=why), kept)

    def _sealed_zip(self, bundle: Bundle, paths: Iterable[str], name: str, note: str) -> str:
        """Seal files of the bundle as one piece of evidence, and return its id."""
        place = self.folder / name
        with place.open("xb") as file:
            sink = ZipSink(file)
            for path in paths:
                sink.add(path, bundle.chunks(path), bundle.files[path])
            sink.close()
        return self.batch.seal(place, note=note).id

    def _recorded(self, received: Received, kept: str) -> Received:
        data = {name: getattr(received, name) for name in SAID} | {"kept": kept, "is_closed": received.kept is not None}
        self.batch.record(BUNDLE, data, id=f"{BUNDLE}/{received.number}", version=self.before.version + 1 if self.before else 1)
        return received


def _refuse(defects: Sequence[Defect]) -> None:
    if defects:
        raise VerificationFailed(NOT_WHOLE(file=shown(defects[0].file), what=defects[0].message, n=len(defects)), hint=NOTHING_TAKEN())
