"""The files in the clear that the newest checkpoint covers: `case.json`, `VERIFY.txt` and the public keys."""

from __future__ import annotations

from pathlib import Path

import msgspec

from counterwatch.case.case_file import CaseFile
from counterwatch.case.checkpoint import Checkpoint
from counterwatch.case.defect import Defect
from counterwatch.case.layout import Layout
from counterwatch.case.signing import public_from_pem, signer_id
from counterwatch.core import Message, Template, sha256_hex

MISSING = Template("case.clear.missing", "the file is missing")
NOT_SIGNED = Template("case.clear.not_signed", "the file is not the one that the newest checkpoint covers")
NOT_THE_KEY = Template("case.clear.not_the_key", "the file does not hold the key that its name says")


def clear_defects(layout: Layout, newest: Checkpoint | None) -> list[Defect]:
    """Return which of the clear files are not as the newest checkpoint states."""
    if newest is None:
        return []
    covered = ((layout.case_file, newest.case_file), (layout.instructions, newest.instructions))
    found = [_defect(layout, path, _difference(path, hash)) for path, hash in covered]
    found.append(_secret_defect(layout))
    found += [_defect(layout, layout.key(signer), _key_difference(layout.key(signer), signer)) for signer in newest.signers]
    return [defect for defect in found if defect]


def _secret_defect(layout: Layout) -> Defect | None:
    """In an encrypted case, `case.json` states the hash of the case secret's file."""
    try:
        secret = msgspec.json.decode(layout.case_file.read_bytes(), type=CaseFile).secret
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    if secret is msgspec.UNSET:
        return None
    return _defect(layout, layout.secret, _difference(layout.secret, secret))


def _difference(path: Path, hash: str) -> Message | None:
    if not path.is_file():
        return MISSING()
    return None if sha256_hex(path.read_bytes()) == hash else NOT_SIGNED()


def _key_difference(path: Path, signer: str) -> Message | None:
    if not path.is_file():
        return MISSING()
    public = public_from_pem(path.read_bytes())
    return None if public and signer_id(public) == signer else NOT_THE_KEY()


def _defect(layout: Layout, path: Path, message: Message | None) -> Defect | None:
    return Defect(file=layout.shown(path), message=message) if message else None
