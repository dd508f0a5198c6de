"""Full text in any script: what records name as searchable, as comparison keys, under an index of three characters at a time.

Words of three characters and more are phrases of the index. Shorter ones (most words of Chinese) are found by the three-character terms
that begin with them: each text is followed by two line ends, so that its last characters begin a term too. A key holds no line end, so no
word reaches from one field into the next. What was found is a list of places, in the order of writing; hardly any text is read for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import apsw

from counterwatch.core import Record, Template, WrongUsage
from counterwatch.text.chinese import form, unified
from counterwatch.text.key import FORM, key

GRAM = 3
END = "\n\n"
LAST = "\U0010ffff"

# Slots of one entry are counted from 0; an entry holds fewer than this.
SLOTS = 1 << 24

MOST_TERMS = 50_000
"""A short word that begins more terms than this, over all texts, is in so many texts that reading them is quicker."""

LONGEST = 40
"""A longer phrase takes long where a text repeats itself; the rest of such a word is looked for in the texts that hold its beginning."""

TEXTS = "CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = 'trigram case_sensitive 1', detail = full)"
# What is erased must leave the terms too, not only the rows.
SECURE = "INSERT INTO texts (texts, rank) VALUES ('secure-delete', 1)"
TERMS = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab (main, texts, instance)"
BEGINS = "FROM temp.terms WHERE term >= ? AND term <= ?"

Asked = tuple[str, list[Any]]
"""A piece of SQL and what fills it."""

CURSOR = re.compile(r"([0-9]{1,10})-([0-9]{1,8})\Z", re.ASCII)

MOST_WORDS = 100
TOO_MANY = Template("case.search.too_many", "{n} words are too many for one search")
FEWER = Template("case.search.fewer", "search for {most} words or fewer at a time")
BAD_CURSOR = Template("case.search.bad_cursor", "{after} is not a place in a list of records")
SAY_LAST = Template("case.search.say_last", "repeat the search from the beginning; each page says where the next one begins")


@cache
def text_form() -> str:
    """Return which texts these are; an index that holds others is made anew."""
    return f"{FORM}/4/{form()}"


def make_texts(connection: apsw.Connection) -> None:
    """Create the empty table of texts."""
    connection.execute(TEXTS)
    connection.execute(SECURE)


def text_of(record: Record) -> str:
    """Return what `query` searches of a record: the keys of its searchable fields, each on a line of its own; empty where there is nothing."""
    found = [compared(each) for name in record.searchable for each in texts_in(value_at(record.data, name))]
    joined = "\n".join(each for each in found if each)
    return joined + END if joined else ""


def compared(text: str) -> str:
    """Return what the index holds of a text: its comparison key, traditional and simplified Chinese in one spelling."""
    return unified(key(text))


def words_of(text: str) -> list[str]:
    """Return the words to look for, the longest first."""
    words = set(compared(text).split())
    if len(words) > MOST_WORDS:
        raise WrongUsage(TOO_MANY(n=len(words)), hint=FEWER(most=MOST_WORDS))
    return sorted(words, key=lambda word: (-len(word), word))


def value_at(data: Any, name: str) -> Any:
    """Return a field of the data of a record; with dots, a field of what is nested there, or of each item of a list of such."""
    if isinstance(data, list | tuple):
        found = [value_at(each, name) for each in data]
        return [each for each in found if each is not None]
    if not isinstance(data, dict) or name in data:
        return data.get(name) if isinstance(data, dict) else None
    first, dot, rest = name.partition(".")
    return value_at(data.get(first), rest) if dot else None


def texts_in(value: Any) -> list[str]:
    """Return the text of a field, or all texts of a list."""
    if isinstance(value, str):
        return [value]
    return [text for each in value for text in texts_in(each)] if isinstance(value, list) else []


def place_of(seq: int, slot: int) -> int:
    """Return the row number of the text of a record."""
    return seq * SLOTS + slot


def cursor_of(place: int) -> str:
    """Return a place as it is given to a reader, to go on behind it."""
    return f"{place // SLOTS}-{place % SLOTS}"


def place_after(cursor: str) -> int:
    """Return the place that a reader gives back; 0, before all, for none."""
    if not cursor:
        return 0
    if not (match := CURSOR.match(cursor)):
        raise WrongUsage(BAD_CURSOR(after=cursor.encode("utf-8", "backslashreplace").decode()[:40]), hint=SAY_LAST())
    return place_of(int(match[1]), int(match[2]))


def places(connection: apsw.Connection, text: str, kind: str | None) -> Asked | None:
    """Return the SQL of the places of the newest records that hold every word; None where there is no word to look for."""
    words = words_of(text)
    if not words:
        return None
    connection.execute(TERMS)
    (source, filled), *rest = _narrowing(connection, words)
    rest.append(("+place NOT IN (SELECT place FROM superseded)", []))
    if kind is not None:
        rest.append((f"EXISTS (SELECT 1 FROM records WHERE kind = ? AND seq = place / {SLOTS} AND slot = place % {SLOTS})", [kind]))  # noqa: S608 - our own words
    where = " AND ".join(each for each, _ in rest)
    return f"SELECT place FROM ({source}) WHERE {where}", [*filled, *(one for _, more in rest for one in more)]  # noqa: S608 - our own words


def _narrowing(connection: apsw.Connection, words: list[str]) -> Iterator[Asked]:
    """Yield what lists places, then conditions on each."""
    phrases = " AND ".join('"' + word[:LONGEST].replace('"', '""') + '"' for word in words if len(word) >= GRAM)
    short = [word for word in words if len(word) < GRAM]
    few = {word for word in short if _begins_few(connection, word)}
    listed = [[word, word + LAST] for word in short if word in few]
    if phrases:
        yield "SELECT rowid AS place FROM texts WHERE texts MATCH ?", [phrases]
    elif listed:
        yield f"SELECT DISTINCT doc AS place {BEGINS}", listed.pop(0)
    else:
        # Of the texts as FTS5 keeps them: asking it for each costs a third more.
        every = " AND ".join(["instr(c0, ?)"] * len(short))
        yield f"SELECT id AS place FROM texts_content WHERE {every}", short  # noqa: S608 - our own words
        return
    # The plus keeps the planner from asking for the phrases once for each place of a word.
    yield from ((f"+place IN (SELECT doc {BEGINS})", filled) for filled in listed)
    read = [word for word in words if len(word) > LONGEST or (len(word) < GRAM and word not in few)]
    yield from (("instr((SELECT c0 FROM texts_content WHERE id = place), ?)", [word]) for word in read)


def _begins_few(connection: apsw.Connection, word: str) -> bool:
    asked = f"SELECT count(*) FROM (SELECT 1 {BEGINS} LIMIT ?)"  # noqa: S608 - our own words
    return next(int(count) for (count,) in connection.execute(asked, (word, word + LAST, MOST_TERMS))) < MOST_TERMS
