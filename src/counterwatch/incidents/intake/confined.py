"""Submissions in the limited child process: decrypted, held against the format, their attachments looked at; codes and checked JSON come out."""

from __future__ import annotations

import hashlib
from typing import Any

from counterwatch.files.confined.conversing import converse
from counterwatch.files.confined.frames import Emit
from counterwatch.files.confined.sizes import Refused
from counterwatch.files.quarantine.look import looked_at
from counterwatch.incidents.intake.age_file import refuse_foreign
from counterwatch.incidents.intake.limits import LENGTH_BYTES, MAGIC
from counterwatch.incidents.intake.submission import opened

MEMORY = 1 << 30


def main() -> None:
    """Answer questions about submissions until there are no more."""
    import pyrage  # noqa: F401 - while files can still be opened freely

    converse(answer, memory=MEMORY)


def answer(asked: dict[str, Any], data: bytes, emit: Emit) -> None:
    """Send the JSON of a submission and a look at each attachment; or, where `take` says so, each attachment itself."""
    refuse_foreign(data)
    envelope, number = _decrypted(data, asked["secrets"])
    read, held = opened(envelope)
    if asked["take"]:
        for part in held:
            emit(kind="attachment", body=part)
        return
    start = len(MAGIC) + LENGTH_BYTES
    size = int.from_bytes(envelope[len(MAGIC) : start], "big")
    content = hashlib.sha256(envelope).hexdigest()
    emit(kind="submission", key=number, content=content, body=envelope[start : start + size])
    for part, said in zip(held, read.attachments, strict=True):
        seen = looked_at(bytes(part), said.name)
        emit(kind="look", found=seen.kind, warnings=seen.warnings)


def _decrypted(data: bytes, secrets: list[str]) -> tuple[bytes, int]:
    """Return what an age file holds, and which of the keys opened it."""
    import pyrage

    for number, secret in enumerate(secrets):
        try:
            return pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(secret)]), number
        except pyrage.DecryptError as error:
            if "No matching keys" not in str(error):
                raise Refused("altered") from error
    raise Refused("other_key")
