"""Rendering messages in a reader's language: gettext catalogs, with numbers and dates as the locale writes them.

Gap formats: `{n}` a number grouped as the locale does, or text as it is · `{x:.2}` decimals · `{x:s3}` significant digits ·
`{x:%}` or `{x:.1%}` percent · `{p:p}` a p-value · `{day:date}` an ISO date · `{n:raw}` a number without grouping (years, row numbers) ·
`{seat:country}` the name of a country given by its code · `{act:term}` what a word of the casebook's vocabulary is called, given by scheme and
code (`tactic:TD.bounty`). A `None` is shown as an em dash.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from counterwatch.core.message import FIELD, Message, Param

if TYPE_CHECKING:
    from babel import Locale
    from babel.messages.catalog import Catalog

LANGUAGES = ("en", "fr", "zh-Hans", "zh-Hant")
"""The languages of the interface, as BCP 47 tags."""

SMALLEST_P, SMALLEST_DECIMAL_P = 1e-300, 1e-4
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Quoted(str):
    """Text from the data inside a sentence: a page isolates it (`<bdi>`), a terminal shows its control characters escaped."""

    __slots__ = ()


def render(message: Message, language: str = "en") -> str:
    """Return a message as one line of text in `language`."""
    return "".join(parts(message, language))


def parts(message: Message, language: str = "en") -> Iterator[str]:
    """Yield the pieces of a message; text that came from data is `Quoted`."""
    template, position = template_for(message, language), 0
    for match in FIELD.finditer(template):
        yield template[position : match.start()]
        value = message.params.get(match[1])
        if isinstance(value, Message):
            yield from parts(value, language)
        else:
            yield _filled(value, match[2] or "", language)
        position = match.end()
    yield template[position:]


def template_for(message: Message, language: str) -> str:
    """Return the template in `language`, or the English one where there is no translation."""
    many = isinstance(n := message.params.get("n"), int) and bool(message.many) and n != 1
    english = message.many if many else message.english
    if language == "en":
        return english
    found = catalog(language).get(message.english, context=message.id)
    if found is None or not found.string or not all(found.string):
        return english
    if isinstance(found.string, str):
        return found.string
    form = locale(language).plural_form(n) if isinstance(n, int) else "other"
    return str(found.string[0] if form == "one" else found.string[-1])


def is_reviewed(message: Message, language: str) -> bool:
    """Has a person who speaks the language read this translation? Unreviewed ones carry gettext's `fuzzy` flag."""
    if language == "en":
        return True
    found = catalog(language).get(message.english, context=message.id)
    return bool(found and found.string and not found.fuzzy)


def is_translated(message: Message, language: str) -> bool:
    """Is there a translation of exactly this template?"""
    if language == "en":
        return True
    found = catalog(language).get(message.english, context=message.id)
    return bool(found and found.string and all(found.string))


@cache
def has_reviewed(language: str) -> bool:
    """Has anything in this language been read by a person who speaks it?"""
    return language == "en" or any(each.id and each.string and not each.fuzzy for each in catalog(language))


@cache
def catalog(language: str) -> Catalog:
    """Return the gettext catalog of one language (it is read from its `.po` file, which also says what was reviewed)."""
    from babel.messages.pofile import read_po

    with files("counterwatch").joinpath("locale", f"{language}.po").open("rb") as file:
        return read_po(file, locale=language.replace("-", "_"))


@cache
def locale(language: str) -> Locale:
    """Return Babel's locale for a language tag."""
    from babel import Locale

    return Locale.parse(language.replace("-", "_"))


def _filled(value: Param | object, form: str, language: str) -> str:
    if value is None:
        return "—"
    if isinstance(value, str):
        return _word(value, form, language)
    if isinstance(value, bool) or form == "raw" or not isinstance(value, int | float):
        return str(value)
    return _number(value, form, language)


def _word(text: str, form: str, language: str) -> str:
    if form == "country":
        from counterwatch.core.country import country_name

        return country_name(text, language) or Quoted(text)
    if form == "term":
        from counterwatch.core.terms import term_label

        return term_label(text, language) or Quoted(text.partition(":")[2])
    return _date(text, language) if form == "date" else Quoted(text)


def _date(text: str, language: str) -> str:
    from babel.dates import format_date

    try:
        return str(format_date(datetime.date.fromisoformat(text), "long", locale=locale(language)))
    except ValueError:
        return Quoted(text)


def _number(value: float, form: str, language: str) -> str:
    if isinstance(value, int) and not form and language == "en":
        # As Babel writes it, without its data of every language: most commands say no other number.
        return f"{value:,}"
    from babel.numbers import format_decimal, format_percent

    where = locale(language)
    if form == "p" and value < SMALLEST_DECIMAL_P:
        exponent = math.floor(math.log10(max(value, SMALLEST_P)))
        power = f"10{str(exponent).translate(SUPERSCRIPT)}"
        return f"< {power}" if value < SMALLEST_P else f"{format_decimal(value / 10.0**exponent, '0.#', locale=where)} × {power}"
    if form == "p":
        return str(format_decimal(value, "0.####", locale=where))
    if form.endswith("%"):
        places = int(form[1:-1]) if form.startswith(".") else 0
        pattern = where.percent_formats[None].pattern.replace("##0", "##0." + "0" * places if places else "##0")
        return str(format_percent(value, pattern, locale=where))
    if form.startswith("."):
        return str(format_decimal(value, "#,##0." + "0" * int(form[1:]) if int(form[1:]) else "#,##0", locale=where))
    if form.startswith("s"):
        value = float(f"{value:.{int(form[1:])}g}")
    return str(format_decimal(value, "#,##0.######", locale=where))


def language_of(text: str) -> str:
    """Return the interface language that a POSIX locale or a language tag asks for: `zh_TW.UTF-8` gives `zh-Hant`."""
    tag = text.partition(".")[0].replace("_", "-").lower()
    if tag.startswith("zh"):
        return "zh-Hant" if any(part in tag for part in ("hant", "tw", "hk", "mo")) else "zh-Hans"
    return "fr" if tag.startswith("fr") else "en"


def decode_message(data: bytes) -> Message:
    """Return the message that some JSON bytes hold, refusing anything else."""
    return msgspec.json.decode(data, type=Message)
