"""The limited child process of submissions, but that one file kills it: a crash of a parser, as it looks from outside."""

import os
from typing import Any

from counterwatch.files.confined.conversing import converse
from counterwatch.files.confined.frames import Emit
from counterwatch.incidents.intake import confined


def main() -> None:
    import pyrage  # noqa: F401 - as the real one does

    converse(answer, memory=confined.MEMORY)


def decrypted(data: bytes, secrets: list[str]) -> bytes:
    import pyrage

    held: bytes = pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(each) for each in secrets])
    return held


def answer(asked: dict[str, Any], data: bytes, emit: Emit) -> None:
    if b"this one kills" in decrypted(data, asked["secrets"]):
        os.abort()
    confined.answer(asked, data, emit)
