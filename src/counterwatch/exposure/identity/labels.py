"""What things are called outside: never by an address or a number that somebody entered as a label."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TypeVar

from counterwatch.core import Problem, Template
from counterwatch.exposure.identity.graph import Account, Factor

N = TypeVar("N", Factor, Account)
CALLED = Template(
    "exposure.identity.called",
    "{n} label or id looks like an address or a number of a person: it is called by its kind and place instead",
    "{n} labels or ids look like an address or a number of a person: they are called by their kind and place instead",
)
TELLING = re.compile(r"\S@\S|(?:\d[\s().\-]*){7,}")
LONGEST_SHOWN = 120


def printable(text: str) -> str:
    """Return a short text without control characters and without what looks like an address or a long number, for messages."""
    plain = "".join("\ufffd" if unicodedata.category(each) in ("Cc", "Cs") else each for each in text[: 4 * LONGEST_SHOWN])
    plain = TELLING.sub("…", plain)
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[: LONGEST_SHOWN - 1]}…"


def careful(factors: Sequence[Factor], accounts: Sequence[Account]) -> tuple[list[Factor], list[Account], list[Problem]]:
    """Return the same things, called `email#1` or `account#3` where their label (or, without one, their id) tells who somebody is."""
    told = [_told(each, f"{each.kind}#{number}") for number, each in enumerate(factors, start=1)]
    shown = [_told(each, f"account#{number}") for number, each in enumerate(accounts, start=1)]
    changed = sum(one is not other for one, other in zip([*factors, *accounts], [*told, *shown], strict=True))
    return told, shown, [Problem(message=CALLED(n=changed))] if changed else []


def _told(node: N, name: str) -> N:
    import msgspec

    kept: dict[str, str] = {}
    if TELLING.search(node.label or node.id):
        kept["label"] = name
    elif (plain := printable(node.label)) != node.label:
        kept["label"] = plain
    for word in ("issuer", "revocable_by"):
        if TELLING.search(text := getattr(node, word)) or printable(text) != text:
            kept[word] = printable(text)
    return msgspec.structs.replace(node, **kept) if kept else node
