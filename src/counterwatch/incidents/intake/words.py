"""The words of a form: a file for each language, which says what of it somebody who speaks the language has read."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from counterwatch.core.finding import Struct
from counterwatch.incidents.intake.limits import TAGS

Kind = Literal["consent", "danger", "label"]
GRAVE: frozenset[Kind] = frozenset({"consent", "danger"})
"""Kinds of sentence that stand only beside the English one until they were reviewed: the first word of a key is its kind."""


class Words(Struct, frozen=True):
    """The words of a form in one language by key, and the kinds of them that were reviewed."""

    tag: Literal["en", "fr", "zh-Hans", "zh-Hant", "ug", "bo"]
    name: str
    dir: Literal["ltr", "rtl"]
    reviewed: frozenset[Kind]
    texts: dict[str, str]

    @property
    def is_reviewed(self) -> bool:
        """Were the sentences of consent and danger reviewed?"""
        return self.reviewed >= GRAVE

    @property
    def labels_reviewed(self) -> bool:
        return "label" in self.reviewed


@cache
def words(tag: str) -> Words:
    """Return the words of one language (a tag of `TAGS`)."""
    return msgspec.json.decode(files("counterwatch").joinpath("data", "intake", f"{tag}.json").read_bytes(), type=Words)


def unreviewed_tags() -> tuple[str, ...]:
    """Return the languages whose sentences of consent or danger nobody reviewed."""
    return tuple(tag for tag in TAGS if not words(tag).is_reviewed)
