"""Checking a bundle: its lists, its signature, the case inside, and for whatever was changed the findings that rest on it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from counterwatch.api.bundle_touched import touched_by
from counterwatch.api.keys import unlocked
from counterwatch.api.scratch import memory
from counterwatch.api.verify import verify
from counterwatch.bundle.check import BagCheck, check_bag
from counterwatch.bundle.opened import Bundle, open_bundle, stream, unpack
from counterwatch.bundle.places import CASE, SEALED, is_known
from counterwatch.bundle.staging import refuse_no_room
from counterwatch.case import Defect, Identity, LevelResult, Note, Outcome, Verification
from counterwatch.case.age import pour_decrypted
from counterwatch.case.bare.ciphering import Undecryptable
from counterwatch.core import Message, Template
from counterwatch.core.errors import CounterwatchError, VerificationFailed
from counterwatch.core.progress import Cancel, Progress, never, quiet

FILES = Template("api.bundle_check.files", "files of the bundle (lists, two hashes each, nothing unlisted)")
SIGNATURE = Template("api.bundle_check.signature", "signature of the bundle")
SEALED_INSIDE = Template("api.bundle_check.sealed_inside", "what is sealed inside: a signed bundle, for those who read the case")
NO_KEY = Template("api.bundle_check.no_key", "not opened: your unlocked keys do not read it; cw unlock, or ask one of those it is for")
NOT_SIGNED = Template("api.bundle_check.not_signed", "a copy to travel with bears no signature outside; the one inside counts")
OTHER_CASE = Template("api.bundle_check.other_case", "the bundle says that it holds the case {said} at entry {head}, and it holds another")
CANNOT = Template("api.bundle_check.cannot", "the case inside cannot be read as one: {reason}")
NESTED = Template("api.bundle_check.nested", "what is sealed inside is sealed once more, as no bundle is")
ASK_AGAIN = Template("api.bundle_check.ask_again", "ask the sender for another copy; nothing was changed")
NO_CASE = Template("api.bundle_check.no_case", "the bundle holds what may be published, and no case")


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleVerification:
    """What a check of a bundle found: `levels` of the bundle itself, and what the case `inside` gave (None where there is none, or no key to it)."""

    copy: str
    number: str
    signer: str
    case: str
    levels: tuple[LevelResult, ...]
    defects: tuple[Defect, ...]
    notes: tuple[Note, ...]
    inside: Verification | None

    @property
    def is_good(self) -> bool:
        return not self.defects and all(each.outcome is not Outcome.FAIL for each in self.levels) and (self.inside is None or self.inside.is_good)


def verify_bundle(
    path: Path | str,
    *,
    level: int | None = None,
    heads: Sequence[str] = (),
    root: Path | None = None,
    identity: Identity | None = None,
    is_within: bool = False,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> BundleVerification:
    """Check a bundle and the case inside up to a level. Nothing of the bundle is changed; what is packed or sealed is laid out in a folder that is
    deleted at the end. `is_within` says that this bundle came out of a sealed one.
    """
    asked = _Asked(level=level, heads=heads, root=root, identity=identity, progress=progress, cancel=cancel)
    with ExitStack() as until:
        bundle = open_bundle(Path(path))
        bag = check_bag(bundle, progress, cancel)
        if bag.copy == "travel" and is_within:
            raise VerificationFailed(NESTED(), hint=ASK_AGAIN())
        if bag.copy == "travel":
            return _sealed(bundle, bag, asked, until)
        folder = case_folder(bundle, until, is_sealed=is_within)
        inside, defects = (None, list[Defect]()) if folder is None else _inside(folder, asked)
        if inside and inside.is_good and bag.is_good and (other := _other_case(bag, inside, folder)):
            defects.append(other)
        return _result(bag, [*_merged(bag.defects, inside, folder), *defects], inside)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What somebody wants to know of the case inside."""

    level: int | None
    heads: Sequence[str]
    root: Path | None
    identity: Identity | None
    progress: Progress
    cancel: Cancel

    def of(self, folder: Path) -> Verification:
        return verify(folder, level=self.level, heads=self.heads, root=self.root, identity=self.identity, progress=self.progress, cancel=self.cancel)

    def of_bundle(self, file: Path) -> BundleVerification:
        return verify_bundle(
            file, level=self.level, heads=self.heads, root=self.root, identity=self.identity, is_within=True, progress=self.progress,
            cancel=self.cancel,
        )  # fmt: skip


def case_folder(bundle: Bundle, until: ExitStack, *, is_sealed: bool) -> Path | None:
    """Return the folder of the case inside; of an archive it is unpacked, to be deleted at the end, and in memory where it was sealed."""
    if f"{CASE}case.json" not in bundle.files and not any(each.startswith(f"{CASE}ledger/") for each in bundle.files):
        return None
    if bundle.members is None:
        return bundle.place / CASE
    folder = until.enter_context(memory()) if is_sealed else Path(until.enter_context(tempfile.TemporaryDirectory(prefix="counterwatch-")))
    wanted = [each for each in bundle.files if each.startswith(CASE) and is_known(each)]
    refuse_no_room(sum(bundle.files[each] for each in wanted), folder)
    unpack(bundle, wanted, folder)
    return folder / CASE


def _inside(folder: Path, asked: _Asked) -> tuple[Verification | None, list[Defect]]:
    try:
        return asked.of(folder), []
    except CounterwatchError as error:
        return None, [Defect(file=f"{CASE}case.json", message=CANNOT(reason=error.message))]


def _other_case(bag: BagCheck, inside: Verification, folder: Path | None) -> Defect | None:
    from counterwatch.case.case_file import read_case_file

    said, head = bag.case, bag.head
    found = inside.head and f"{inside.head.seq} {inside.head.hash}"
    if folder and read_case_file(folder).case == said and head == found:
        return None
    return Defect(file="bag-info.txt", message=OTHER_CASE(said=said or "-", head=head[:20] or "-"))


def _merged(own: Sequence[Defect], inside: Verification | None, folder: Path | None) -> list[Defect]:
    """Return what is wrong, each file once: what the case says of its own files says more, since it names the findings."""
    within = [replace(each, file=CASE + each.file) for each in inside.defects] if inside else []
    known = {each.file for each in within}
    rest = [each for each in own if each.file not in known]
    return [*(touched_by(each, folder) if folder else each for each in rest), *within]


def _result(bag: BagCheck, defects: list[Defect], inside: Verification | None, notes: tuple[Note, ...] = ()) -> BundleVerification:
    levels = (
        LevelResult(number=0, name=FILES(), outcome=bag.files, count=bag.count),
        LevelResult(number=1, name=SIGNATURE(), outcome=bag.signature, count=2 if bag.signer else 0),
    )
    said = (*notes, *((Note(file=SEALED, message=NOT_SIGNED()),) if bag.copy == "travel" else ()))
    said += (Note(file="data", message=NO_CASE()),) if bag.copy == "redacted" else ()
    return BundleVerification(
        copy=bag.copy, number=bag.number, signer=bag.signer, case=bag.case, levels=levels, defects=tuple(defects), notes=said, inside=inside
    )


def _sealed(bundle: Bundle, bag: BagCheck, asked: _Asked, until: ExitStack) -> BundleVerification:
    """Check what is sealed in a copy to travel with, as far as one's keys open it."""
    outside = _result(bag, bag.defects, None)
    identity = asked.identity or unlocked()
    # What somebody sealed is laid open in memory alone.
    folder = until.enter_context(memory()) if identity and bag.is_good else Path()
    opened = unsealed(bundle, folder / "inside.zip", identity) if identity and bag.is_good else NO_KEY()
    if opened is not None:
        return _with_sealed(outside, Outcome.NOT_CHECKED, (Note(file=SEALED, message=opened),))
    found = asked.of_bundle(folder / "inside.zip")
    outcome = Outcome.PASS if found.is_good else Outcome.FAIL
    merged = replace(found, copy="travel", number=bag.number, levels=outside.levels[:1] + found.levels[1:], notes=(*outside.notes, *found.notes))
    return _with_sealed(merged, outcome, ())


def _with_sealed(found: BundleVerification, outcome: Outcome, notes: tuple[Note, ...]) -> BundleVerification:
    sealed = LevelResult(number=2, name=SEALED_INSIDE(), outcome=outcome, count=0 if outcome is Outcome.NOT_CHECKED else 1)
    return replace(found, levels=(*found.levels, sealed), notes=(*found.notes, *notes))


def unsealed(bundle: Bundle, file: Path, identity: Identity) -> Message | None:
    """Decrypt what a copy to travel with holds to a file; say why not where one's keys do not open it."""
    refuse_no_room(bundle.files[SEALED], file.parent)
    with file.open("xb") as out, stream(bundle, SEALED) as sealed:
        try:
            pour_decrypted(sealed, out.write, identity.secret)
        except Undecryptable:
            return NO_KEY()
    return None
