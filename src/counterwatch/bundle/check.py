"""Checking a bundle as a bundle: lists, files, names and signature. What is wrong is named, and as few files as can be."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from counterwatch.bundle.info import COPIES, HEAD, IDENTIFIER, OUR_COPY, OUR_VERSION, OXUM, read_info
from counterwatch.bundle.instructions import Copy
from counterwatch.bundle.lists import Lists, read_lists
from counterwatch.bundle.opened import Bundle
from counterwatch.bundle.places import (
    CASE,
    DECLARATION,
    INFO,
    LARGEST_TAG,
    MANIFESTS,
    METHODS,
    PUBLICATION,
    SEALED,
    SIGNATURES,
    TAG_MANIFESTS,
    UNLISTED,
    VERSION,
    is_known,
    is_payload,
)
from counterwatch.bundle.writing import BAGIT, listed, signer_in
from counterwatch.case import Outcome
from counterwatch.case.defect import Defect
from counterwatch.case.layout import shown
from counterwatch.case.signing import is_signed_by, public_from_pem, signer_id
from counterwatch.core import Template
from counterwatch.core.canonical import sha256_hex
from counterwatch.core.errors import VerificationFailed
from counterwatch.core.progress import Cancel, Progress, stop_if

NEWER = Template("bundle.check.newer", "the bundle is of version {version}; this program reads version {known:raw}")
UPDATE = Template("bundle.check.update", "use a newer counterwatch; VERIFY.txt in the bundle says how to check it without any; nothing was changed")
NOT_DECLARED = Template("bundle.check.not_declared", "it is not what begins every bag of BagIt 1.0")
BAD_INFO = Template("bundle.check.bad_info", "it does not say in the form of a bundle what this is")
OTHER_SIZE = Template("bundle.check.other_size", "it speaks of {said} (bytes and files of payload); there are {found}")
CHANGED = Template("bundle.check.changed", "it is not what the signed lists say")
MISSING = Template("bundle.check.missing", "it is listed, and it is missing")
UNKNOWN = Template("bundle.check.unknown", "no list names it: somebody put it there")
NO_SUCH_NAME = Template("bundle.check.no_such_name", "no bundle holds a file of this name: somebody put it there")
NOT_A_FILE = Template("bundle.check.not_a_file", "it is a link or a device, and a bundle holds files only")
NOT_IN_COPY = Template("bundle.check.not_in_copy", "a copy of the kind «{copy}» holds no such file, or not without the others that belong to it")
BAD_SIGNATURE = Template("bundle.check.bad_signature", "the signature does not fit {list} and the key {key}")
LIST_CHANGED = Template("bundle.check.list_changed", "it is not the list that was signed")
NO_SIGNATURE = Template("bundle.check.no_signature", "the signature is missing")
NO_KEY = Template("bundle.check.no_key", "there must be exactly one public key, of the form and number that its name says")
COUNTING = Template("bundle.check.counting", "checking the files of the bundle")


@dataclass(slots=True)
class BagCheck:
    """What was found: kind, number and signer of the bundle, outcome of files and of signature, and every defect by the path within the bundle."""

    copy: Copy = "whole"
    info: Mapping[str, str] = field(default_factory=dict)
    number: str = ""
    signer: str = ""
    count: int = 0
    signature: Outcome = Outcome.NOT_CHECKED
    defects: list[Defect] = field(default_factory=list)

    @property
    def case(self) -> str:
        return self.info.get(IDENTIFIER, "")

    @property
    def head(self) -> str:
        """Number and hash of the entry that the bundle says it holds."""
        return self.info.get(HEAD, "")

    @property
    def files(self) -> Outcome:
        own = [each for each in self.defects if each.file not in SIGNATURES]
        return Outcome.FAIL if own else Outcome.PASS

    @property
    def is_good(self) -> bool:
        return not self.defects


def check_bag(bundle: Bundle, progress: Progress, cancel: Cancel) -> BagCheck:
    """Check every file of a bundle; of a version that is not known, refuse by name."""
    found = BagCheck(number=sha256_hex(bundle.small(TAG_MANIFESTS[0])))
    _check_info(bundle, found)
    lists = read_lists(bundle)
    found.defects += lists.defects
    _check_names(bundle, lists, found)
    hashes = _hashes(bundle, lists, progress, cancel)
    _check_signature(bundle, lists, hashes, found)
    _check_hashes(lists, hashes, found)
    _check_size(bundle, found)
    found.count = len(hashes)
    found.defects = list({each.file: each for each in reversed(found.defects)}.values())[::-1]
    return found


def _check_info(bundle: Bundle, found: BagCheck) -> None:
    if bundle.small(DECLARATION, LARGEST_TAG) != BAGIT:
        found.defects.append(Defect(file=DECLARATION, message=NOT_DECLARED()))
    info = read_info(bundle.small(INFO, LARGEST_TAG)) or {}
    version = info.get(OUR_VERSION, "")
    if version.isdecimal() and len(version) < 10 and int(version) > VERSION:
        raise VerificationFailed(NEWER(version=version, known=VERSION), hint=UPDATE())
    copy = next((each for each in COPIES if each == info.get(OUR_COPY)), None)
    if version != str(VERSION) or copy is None:
        found.defects.append(Defect(file=INFO, message=BAD_INFO()))
    found.info, found.copy = info, copy or ("whole" if f"{CASE}case.json" in bundle.files else "travel" if SEALED in bundle.files else "redacted")


def _check_size(bundle: Bundle, found: BagCheck) -> None:
    """Hold what the bundle says of its size against what is there, where nothing else is wrong."""
    payload = [size for path, size in bundle.files.items() if path.startswith("data/")]
    if not found.defects and found.info.get(OXUM) != (there := f"{sum(payload)}.{len(payload)}"):
        found.defects.append(Defect(file=INFO, message=OTHER_SIZE(said=found.info.get(OXUM, "-"), found=there)))


def _check_names(bundle: Bundle, lists: Lists, found: BagCheck) -> None:
    """Name what is there and should not be, and what should be there and is not."""
    named = lists.named
    found.defects += [Defect(file=shown(each), message=NOT_A_FILE()) for each in sorted(bundle.strange)]
    for path in sorted(bundle.files):
        if not is_known(path):
            found.defects.append(Defect(file=shown(path), message=NO_SUCH_NAME()))
        elif path not in named and path not in UNLISTED:
            found.defects.append(Defect(file=path, message=UNKNOWN()))
        elif not _fits(found.copy, path):
            found.defects.append(Defect(file=path, message=NOT_IN_COPY(copy=found.copy)))
    needed = named | {"whole": {f"{CASE}case.json"}, "travel": {SEALED}, "redacted": set[str]()}[found.copy]
    found.defects += [Defect(file=path, message=MISSING()) for path in sorted(needed - bundle.files.keys() - set(bundle.strange))]


def _fits(copy: Copy, path: str) -> bool:
    if copy == "travel":
        return path == SEALED or (not is_payload(path) and not path.startswith("signature/"))
    return path != SEALED and not path.startswith(CASE if copy == "redacted" else PUBLICATION)


def _hashes(bundle: Bundle, lists: Lists, progress: Progress, cancel: Cancel) -> dict[str, tuple[str, ...]]:
    """Read every listed file once."""
    paths = sorted(lists.named & bundle.files.keys())
    found = {}
    for number, path in enumerate(paths):
        if number % 64 == 0:
            progress(COUNTING(), number, len(paths))
            stop_if(cancel)
        hashing = [hashlib.new(method) for method in METHODS]
        for chunk in bundle.chunks(path):
            for each in hashing:
                each.update(chunk)
        found[path] = tuple(each.hexdigest() for each in hashing)
    return found


def _check_signature(bundle: Bundle, lists: Lists, hashes: Mapping[str, tuple[str, ...]], found: BagCheck) -> None:
    """Hold the lists of lists against their signatures; where one does not fit, say which of the two was changed."""
    if found.copy == "travel":
        return
    keys = {path: id for path in bundle.files if (id := signer_in(path))}
    place, id = next(iter(keys.items()), ("signature", ""))
    public = public_from_pem(bundle.small(place, LARGEST_TAG)) if len(keys) == 1 else None
    if public is None or signer_id(public) != id:
        found.defects.append(Defect(file=place, message=NO_KEY()))
        found.signature = Outcome.FAIL
        return
    found.signer, found.signature = id, Outcome.PASS
    tags = {path: each for path, each in hashes.items() if path in lists.tags[0] or path in lists.tags[1]}
    for number, (name, place) in enumerate(zip(TAG_MANIFESTS, SIGNATURES, strict=True)):
        data, signature = bundle.small(name), bundle.small(place, 64)
        if is_signed_by(public, signature, data):
            continue
        found.signature = Outcome.FAIL
        if place not in bundle.files:
            found.defects.append(Defect(file=place, message=NO_SIGNATURE()))
        elif data == listed(tags, number):
            found.defects.append(Defect(file=place, message=BAD_SIGNATURE(list=name, key=id[:16])))
        else:
            found.defects.append(Defect(file=name, message=LIST_CHANGED()))


def _check_hashes(lists: Lists, hashes: Mapping[str, tuple[str, ...]], found: BagCheck) -> None:
    """Name each file that is not what the lists say; a list that was itself changed blames no other file."""
    wrong = {each.file for each in found.defects}
    tags = [number for number, name in enumerate(TAG_MANIFESTS) if name not in wrong] or [*range(len(METHODS))]
    wrong |= set(_differing(lists.tags, tags, hashes, found))
    payload = [number for number, name in enumerate(MANIFESTS) if name not in wrong] or [*range(len(METHODS))]
    _differing(lists.payload, payload, hashes, found)


def _differing(said: list[dict[str, str]], by: list[int], hashes: Mapping[str, tuple[str, ...]], found: BagCheck) -> list[str]:
    paths = {path for number in by for path in said[number]} & hashes.keys()
    changed = sorted(path for path in paths if any(said[number].get(path) != hashes[path][number] for number in by))
    known = {each.file for each in found.defects}
    found.defects += [Defect(file=path, message=CHANGED()) for path in changed if path not in known]
    return changed
