"""What a search of the casebook found, on a terminal; and the entry of protected terms, which are shown nowhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.cli.casebook import NOT_KNOWN
from counterwatch.cli.terminal import interface_language, say, say_next, show, text, visible
from counterwatch.core import Template, WrongUsage
from counterwatch.core.country import country_name

if TYPE_CHECKING:
    from counterwatch.api.incidents_search import Match, Matches

MATCH = Template("cli.casebook_search.match", "{id}  {date}  {place}")
NOTHING = Template(
    "cli.casebook_search.nothing", "no incident holds every one of these words; only summary, response, place and organisations are searched"
)
SHOWN = Template("cli.casebook_search.shown", "{n} incident", "{n} incidents")
GO_ON = Template("cli.casebook_search.go_on", "there may be more: the same search with --after {place} goes on")
TERM = Template("cli.casebook_search.term", "Name, number or address to protect (it is not shown while you type; nothing ends)")
TAKEN = Template(
    "cli.casebook_search.taken",
    "{n} term is protected: it can be taken off again, and never listed",
    "{n} terms are protected: they can be taken off again, and never listed",
)
OFF = Template("cli.casebook_search.off", "{n} term was taken off, if it was there", "{n} terms were taken off, those that were there")
EARLIER = Template(
    "cli.casebook_search.earlier", "rows that came in before are not changed: import the sheet again to have those refused that hold a term"
)
NOT_TEXT = Template("cli.casebook_search.not_text", "{file} cannot be read as UTF-8 text")
SAVE_AS = Template("cli.casebook_search.save_as", "save it as plain text in UTF-8, one term on each line")
INDENT = " " * 6


def show_matches(matches: Matches) -> None:
    """Print id, date and place of each match, and the line that holds the words."""
    for each in matches.found:
        _show_match(each)
    say(SHOWN(n=len(matches.found)) if matches.found else NOTHING())
    if matches.after:
        say(GO_ON(place=matches.after))


def _show_match(match: Match) -> None:
    found = match.incident
    place = ", ".join(filter(None, (found.where.place, country_name(found.where.country, interface_language()))))
    show(visible(text(MATCH(id=found.id, date=found.date.edtf or found.date.as_written, place=place or text(NOT_KNOWN())))))
    show(INDENT + visible(match.line))


def terms_given(source: Path | None) -> list[str]:
    """Return the terms that were typed unseen, or the lines of a file or of standard input; never arguments, which other programs can read."""
    if source is None and sys.stdin.isatty():
        return list(_typed())
    data = sys.stdin.buffer.read() if source is None or str(source) == "-" else source.read_bytes()
    try:
        return data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise WrongUsage(NOT_TEXT(file=source.name if source else "-"), hint=SAVE_AS()) from error


def _typed() -> Iterator[str]:
    while given := click.prompt(text(TERM()), hide_input=True, err=True, default="", show_default=False):
        yield str(given)


def show_protected(count: int, *, removed: bool) -> None:
    """Print how many terms were given, and none of them."""
    show(text((OFF if removed else TAKEN)(n=count)))
    if not removed:
        say(EARLIER())
    say_next("cw incidents import FILE --dry-run")
