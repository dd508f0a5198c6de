"""The words of a form: a file for each language, which says what of it somebody who speaks the language has read."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import msgspec

from counterwatch.core import digest
from counterwatch.core.finding import Struct
from counterwatch.incidents.intake.limits import TAGS

Kind = Literal["consent", "danger", "label"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""The kinds of sentence: the first word of a key is the kind of its text."""
GRAVE: frozenset[Kind] = frozenset({"consent", "danger"})
"""Kinds that stand only beside the English sentences until they were reviewed."""


class Words(Struct, frozen=True):
    """The words of a form in one language by key. `reviewed` holds a mark of what was read for each kind that was: a later change undoes it."""

    tag: Literal["en", "fr", "zh-Hans", "zh-Hant", "ug", "bo"]
    name: str
    dir: Literal["ltr", "rtl"]
    reviewed: dict[Kind, str]
    texts: dict[str, str]

    @property
    def kinds_reviewed(self) -> frozenset[Kind]:
        """The kinds of which somebody has read exactly these sentences beside exactly these English ones."""
        return frozenset(kind for kind, mark in self.reviewed.items() if mark == mark_of(self, kind))

    @property
    def is_reviewed(self) -> bool:
        """Were the sentences of consent and danger reviewed?"""
        return self.kinds_reviewed >= GRAVE

    @property
    def labels_reviewed(self) -> bool:
        return "label" in self.kinds_reviewed


@cache
def words(tag: str) -> Words:
    """Return the words of one language (a tag of `TAGS`)."""
    return msgspec.json.decode(files("counterwatch").joinpath("data", "intake", f"{tag}.json").read_bytes(), type=Words)


def mark_of(words_: Words, kind: Kind) -> str:
    """Return what names the sentences of one kind in a language together with the English ones: 16 hexadecimal digits."""
    read = [{key: text for key, text in each.texts.items() if key.startswith(f"{kind}_")} for each in (words("en"), words_)]
    return digest(read)[:16]


def unreviewed_tags() -> tuple[str, ...]:
    """Return the languages whose sentences of consent or danger nobody reviewed."""
    return tuple(tag for tag in TAGS if not words(tag).is_reviewed)
