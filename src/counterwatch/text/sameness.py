"""What texts of any script are compared by where traditional and simplified Chinese are one: the key, with one form of each character."""

from __future__ import annotations

from counterwatch.text.chinese import unified
from counterwatch.text.key import key


def same(text: str) -> str:
    """Return a text so that two spellings of it are equal: see `key.key` and `chinese.unified`."""
    return unified(key(text))
