"""What a reader must know of a row that comes in: a date that is about some time or of another calendar, characters that are not what they seem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from counterwatch.core import Message, Problem, Template
from counterwatch.incidents.calendars import Calendar
from counterwatch.incidents.when import When, calendar_in
from counterwatch.text.disguised import Disguised, disguised

ROW = Template("incidents.sheets.row", "row {row:raw}")
ABOUT = Template("incidents.sheets.about", "row {row:raw}: the date «{text}» is taken for about {day:raw}, and kept as written")
NOT_TOLD = Template("incidents.sheets.not_told", "row {row:raw}: the date «{text}» cannot be told, and is kept as written; it counts under no time")
READ_AS = Template("incidents.remarks.read_as", "row {row:raw}: the date «{text}» is of {calendar}, and is read as {days:raw}; it is kept as written")
OF_OTHER = Template(
    "incidents.remarks.of_other",
    "row {row:raw}: the date «{text}» is of {calendar}, which does not convert exactly; it is kept as written and counts under no time",
)
DISGUISED = Template(
    "incidents.remarks.disguised", "row {row:raw}, column «{column}»: it holds characters that are not seen or look like others: {codes:raw}"
)
CALENDARS: Mapping[Calendar, Template] = {
    "republic": Template("incidents.remarks.republic", "the calendar of the Republic of China"),
    "juche": Template("incidents.remarks.juche", "the Juche calendar"),
    "solar_hijri": Template("incidents.remarks.solar_hijri", "the Iranian calendar"),
    "hijri": Template("incidents.remarks.hijri", "the Islamic calendar"),
    "lunar": Template("incidents.remarks.lunar", "a lunar calendar"),
    "tibetan": Template("incidents.remarks.tibetan", "the Tibetan calendar"),
    "buddhist": Template("incidents.remarks.buddhist", "the Buddhist era"),
    "other": Template("incidents.remarks.other", "a calendar that is not said"),
}
ODD = ("circa", "unknown")


def of_date(row: int, date: When) -> Problem | None:
    """Return what is to be known of a date, None where it is a day, month, year or range of the common calendar."""
    other = calendar_in(date.as_written)
    if other is not None:
        calendar, text = CALENDARS[other.calendar](), date.as_written[:40]
        if date.start:
            return _remark(row, READ_AS(row=row, text=text, calendar=calendar, days=date.edtf))
        return _remark(row, OF_OTHER(row=row, text=text, calendar=calendar))
    if date.precision not in ODD:
        return None
    return _remark(row, ABOUT(row=row, text=date.as_written[:40], day=date.start) if date.start else NOT_TOLD(row=row, text=date.as_written[:40]))


def of_characters(row: int, cells: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Yield what is to be known of the characters of a row, by column."""
    for column, text in cells:
        if not text.isascii() and (found := disguised(text)):
            yield _remark(row, DISGUISED(row=row, column=column[:80], codes=", ".join(map(_code, found))))


def _code(each: Disguised) -> str:
    return each.code


def _remark(row: int, message: Message) -> Problem:
    return Problem(message=message, place=str(ROW(row=row)))
