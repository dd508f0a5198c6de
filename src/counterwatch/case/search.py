"""Full text in any script: what records name as searchable, as comparison keys, under an index of three characters at a time.

Words of two characters (most words of Chinese) are found by the three-character terms that begin with them: each text is followed by two
line ends, so that its last characters begin a term too. A key holds no line end, so no word reaches from one field into the next.
"""

from __future__ import annotations

from typing import Any

import apsw

from counterwatch.core import Record
from counterwatch.text.key import FORM, key

GRAM = 3
END = "\n\n"
LAST = "\U0010ffff"

# Slots of one entry are counted from 0; an entry holds fewer than this.
SLOTS = 1 << 24

TEXTS = "CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = 'trigram case_sensitive 1', detail = none)"
# What is erased must leave the terms too, not only the rows.
SECURE = "INSERT INTO texts (texts, rank) VALUES ('secure-delete', 1)"
TERMS = "CREATE VIRTUAL TABLE temp.terms USING fts5vocab (main, texts, instance)"

TEXT_FORM = f"{FORM}/1"
"""Which texts these are; an index that holds others is made anew."""


def make_texts(connection: apsw.Connection) -> None:
    """Create the empty table of texts."""
    connection.execute(TEXTS)
    connection.execute(SECURE)


def text_of(record: Record) -> str:
    """Return what `query` searches of a record: the keys of its searchable fields, each on a line of its own; empty where there is nothing."""
    found = [key(each) for name in record.searchable for each in _texts(record.data.get(name))]
    joined = "\n".join(each for each in found if each)
    return joined + END if joined else ""


def place_of(seq: int, slot: int) -> int:
    """Return the row number of the text of a record."""
    return seq * SLOTS + slot


def condition(connection: apsw.Connection, text: str) -> tuple[str, list[str]] | None:
    """Return the SQL condition on `texts` that every word is in the text, and what fills it; None where there is no word to look for."""
    words = sorted(set(key(text).split()), key=len)
    if not words:
        return None
    narrowed, filled = _narrowed(connection, words)
    return " AND ".join([*narrowed, *["instr(texts.text, ?)"] * len(words)]), [*filled, *words]


def _narrowed(connection: apsw.Connection, words: list[str]) -> tuple[list[str], list[str]]:
    """Return what the terms can say before any text is read. For a single character that is no gain over reading them all."""
    grams = [f'"{each}"' for each in dict.fromkeys(gram.replace('"', '""') for word in words for gram in _grams(word))]
    if grams:
        return ["texts MATCH ?"], [" AND ".join(grams)]
    if len(words[-1]) < GRAM - 1:
        return [], []
    connection.execute(TERMS) if not connection.table_exists("temp", "terms") else None
    return ["texts.rowid IN (SELECT doc FROM temp.terms WHERE term >= ? AND term <= ?)"], [words[-1], words[-1] + LAST]


def _grams(word: str) -> list[str]:
    return [word[start : start + GRAM] for start in range(len(word) - GRAM + 1)]


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [text for each in value for text in _texts(each)] if isinstance(value, list) else []
