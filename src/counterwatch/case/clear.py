"""The files in the clear that the newest checkpoint covers: `case.json`, `VERIFY.txt` and the public keys."""

from __future__ import annotations

from pathlib import Path

from counterwatch.case.case_file import CaseFile
from counterwatch.case.checkpoint import Checkpoint
from counterwatch.case.defect import Defect
from counterwatch.case.entries import Ledger
from counterwatch.case.layout import Layout
from counterwatch.case.signing import public_from_pem, signer_id
from counterwatch.core import Message, Template, sha256_hex
from counterwatch.core.canonical import decoded

MISSING = Template("case.clear.missing", "the file is missing")
NOT_SIGNED = Template("case.clear.not_signed", "the file is not the one that the newest checkpoint covers")
NOT_THE_KEY = Template("case.clear.not_the_key", "the file does not hold the key that its name says")


def clear_defects(layout: Layout, ledger: Ledger) -> list[Defect]:
    """Return which of the clear files are not as the newest checkpoint states.

    Where the last write was interrupted after its entry, a file that is to change may still lie beside its place.
    """
    newest = ledger.newest
    if newest is None:
        return []
    case_file, secret = [layout.case_file], [layout.secret]
    if ledger.is_prepared:
        case_file, secret = [*case_file, layout.prepared_case_file], [*secret, layout.prepared_secret]
    found = [_defect(layout, case_file[0], _difference(case_file, newest.case_file))]
    found.append(_defect(layout, layout.instructions, _difference([layout.instructions], newest.instructions)))
    stated = _stated_secret(case_file, newest)
    found.append(_defect(layout, layout.secret, _difference(secret, stated)) if stated else None)
    named = dict.fromkeys((*newest.signers, *newest.recovery, *ledger.listed))
    found += [_defect(layout, layout.key(signer), _key_difference(layout.key(signer), signer)) for signer in named]
    return [defect for defect in found if defect]


def _stated_secret(case_files: list[Path], newest: Checkpoint) -> str | None:
    """Return the hash of the case secret's file, which the signed `case.json` of an encrypted case states."""
    for path in case_files:
        if _difference([path], newest.case_file) is None:
            return decoded(path.read_bytes(), type=CaseFile).secret or None
    return None


def _difference(places: list[Path], hash: str) -> Message | None:
    """Is the file with this hash in one of its places?"""
    there = [path for path in places if path.is_file()]
    if not there:
        return MISSING()
    return None if any(sha256_hex(path.read_bytes()) == hash for path in there) else NOT_SIGNED()


def _key_difference(path: Path, signer: str) -> Message | None:
    if not path.is_file():
        return MISSING()
    public = public_from_pem(path.read_bytes())
    return None if public and signer_id(public) == signer else NOT_THE_KEY()


def _defect(layout: Layout, path: Path, message: Message | None) -> Defect | None:
    return Defect(file=layout.shown(path), message=message) if message else None
