"""What may become a record: refused by name before anything is written, because nothing written can be taken back."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any

from counterwatch.case.kinds import KINDS
from counterwatch.case.search import SLOTS, value_at
from counterwatch.core import Message, Record, Template, WrongUsage, canonical

LARGEST, MOST_VALUES, DEEPEST, LONGEST_ID = 10_000_000, 100_000, 32, 200
LARGEST_INTEGER = (1 << 53) - 1
MOST_RECORDS = SLOTS // 16
KIND = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
RESERVED = frozenset(KINDS) | {"receipt", "anchor"}

UNFIT = Template("case.record_rules.unfit", "record {place:raw} of the batch ({id}) cannot be kept: {reason}")
NOTHING_WRITTEN = Template("case.record_rules.nothing_written", "nothing of this batch was written; change that record and write all of them again")
MANY = Template("case.record_rules.many", "{n} records are too many for one batch")
SPLIT = Template("case.record_rules.split", "write at most {most} at a time")

BAD_ID = Template("case.record_rules.bad_id", "an id is text of 1 to {most} characters that can be printed")
BAD_KIND = Template("case.record_rules.bad_kind", "a kind is a word of small letters, digits and underscores, not «{kind}»")
RESERVED_KIND = Template("case.record_rules.reserved_kind", "records of the kind «{kind}» are written by the case itself")
BAD_SEARCHABLE = Template("case.record_rules.bad_searchable", "the searchable field «{name}» is not text or a list of texts in its data")
NOT_A_NUMBER = Template("case.record_rules.not_a_number", "{place} is not a finite number; where a number is not known, write nothing or null")
BIG_INTEGER = Template("case.record_rules.big_integer", "{place} is an integer of more than 53 bits, which other programs round; write it as text")
HALF_CHARACTER = Template("case.record_rules.half_character", "{place} holds half of a character (a lone surrogate), which no file can store")
NOT_JSON = Template("case.record_rules.not_json", "{place} is a {type}, which JSON does not know")
BAD_KEY = Template("case.record_rules.bad_key", "{place} has a key that is not text")
TOO_DEEP = Template("case.record_rules.too_deep", "its data are nested deeper than {most} levels")
TOO_MANY = Template("case.record_rules.too_many", "its data hold more than {most} values")
TOO_LARGE = Template("case.record_rules.too_large", "it takes {size} bytes, and a record may take {most}; seal a large text as evidence instead")


class _Unfit(Exception):
    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def fit(records: Iterable[Record]) -> Iterator[Record]:
    """Yield the records of a batch; the first that could not be written, read back or found again as it is refuses the batch."""
    coming = iter(records)
    for place, record in enumerate(coming, 1):
        if place > MOST_RECORDS:
            raise WrongUsage(MANY(n=place + sum(1 for _ in coming)), hint=SPLIT(most=MOST_RECORDS))
        try:
            _check(record)
        except _Unfit as unfit:
            raise WrongUsage(UNFIT(place=place, id=_shown(record.id), reason=unfit.message), hint=NOTHING_WRITTEN()) from None
        yield record


def is_fit(record: Record) -> bool:
    """Could a record of somebody else have been written here? One that is too deep, too large or no JSON is not read any further."""
    try:
        _check(record)
    except _Unfit:
        return False
    return True


def _check(record: Record) -> None:
    if not 0 < len(record.id) <= LONGEST_ID or not record.id.isprintable():
        raise _Unfit(BAD_ID(most=LONGEST_ID))
    if not KIND.match(record.kind):
        raise _Unfit(BAD_KIND(kind=_shown(record.kind)))
    if record.kind in RESERVED:
        raise _Unfit(RESERVED_KIND(kind=record.kind))
    if not isinstance(record.data, dict):
        raise _Unfit(NOT_JSON(place="data", type=type(record.data).__name__))
    _check_values(record.data)
    for name in record.searchable:
        _check_searchable(name, value_at(record.data, name))
    size = len(canonical(record.data))
    if size > LARGEST:
        raise _Unfit(TOO_LARGE(size=size, most=LARGEST))


def _check_searchable(name: str, value: Any) -> None:
    texts = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str) for each in texts):
        raise _Unfit(BAD_SEARCHABLE(name=_shown(name)))


def _check_values(data: dict[str, Any]) -> None:
    """Walk through nested values without recursion: how deep they go is one of the things to be found out."""
    waiting: list[tuple[str, Any, int]] = [("data", data, 1)]
    seen = 0
    while waiting:
        place, value, depth = waiting.pop()
        if isinstance(value, dict | list | tuple):
            seen += len(value)
            if depth > DEEPEST:
                raise _Unfit(TOO_DEEP(most=DEEPEST))
            if seen > MOST_VALUES:
                raise _Unfit(TOO_MANY(most=MOST_VALUES))
            waiting += _inside(place, value, depth + 1)
        else:
            _check_value(place, value)


def _inside(place: str, value: dict[Any, Any] | list[Any] | tuple[Any, ...], depth: int) -> list[tuple[str, Any, int]]:
    if not isinstance(value, dict):
        return [(place, each, depth) for each in value]
    for name in value:
        if not isinstance(name, str):
            raise _Unfit(BAD_KEY(place=place))
        _check_value(place, name)
    return [(name, each, depth) for name, each in value.items()]


def _check_value(place: str, value: Any) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        _check_text(place, value)
    elif isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise _Unfit(BIG_INTEGER(place=place))
    elif not isinstance(value, float):
        raise _Unfit(NOT_JSON(place=place, type=type(value).__name__))
    elif not math.isfinite(value):
        raise _Unfit(NOT_A_NUMBER(place=place))


def _check_text(place: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _Unfit(HALF_CHARACTER(place=_shown(place))) from None


def _shown(text: object) -> str:
    """Return a text as it can be printed, cut to a length that fits a message."""
    return str(text).encode("utf-8", "backslashreplace").decode()[:60]
