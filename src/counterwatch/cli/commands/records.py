"""`cw records`: what a case holds besides evidence and findings, found by its text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import say, say_next, show, text, visible
from counterwatch.core import Template, canonical

if TYPE_CHECKING:
    from counterwatch.api.records import Hit

HIT = Template("cli.records.hit", "{id}  {kind}  {time}")
SHOWN = Template("cli.records.shown", "{shown} of {n} record", "{shown} of {n} records")
NOTHING = Template("cli.records.nothing", "no record holds every one of these words; only text that its writer named as searchable is searched")
GO_ON = Template("cli.records.go_on", "the same search with --after {place} goes on; --all shows everything")
VERSION = Template("cli.records.version", "{id}  {kind}  version {version:raw}, written {time}")
FIELD = Template("cli.records.field", "{name}: {value}")
ERASED = Template("cli.records.erased", "{n} record was erased from this copy of the case", "{n} records were erased from this copy of the case")
ELSEWHERE = Template(
    "cli.records.elsewhere", "copies of the case that others hold, and backups, still have it; the reason you gave stays in the case"
)
INDENT = " " * 6
CASE = click.option("--case", type=click.Path(path_type=Path), default=".", help="The case, if it is not the folder you are in.")


@click.group(name="records")
def command() -> None:
    """Search the records of a case, see how one changed, erase one for a reason.

    \b
    Examples:
      cw records search 护照
      cw records show note-12
    """


@command.command(name="search")
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", help="Only records of this kind.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=100, show_default=True, help="Show so many at most.")
@click.option("--after", default="", metavar="PLACE", help="Go on behind this place, which the page before named.")
@click.option("--all", "everything", is_flag=True, help="Show all that is found.")
@click.option("--json", "as_json", is_flag=True, help="One record per line as JSON.")
@CASE
@passphrase_option
def search(words: tuple[str, ...], kind: str | None, limit: int, after: str, everything: bool, as_json: bool, case: Path) -> None:
    """Find the records whose text holds every one of WORDS: parts of words count, in any script, and one character is enough.

    Capital and small letters are the same, letters with and without an accent are not; traditional and simplified Chinese find each other.
    Only text that its writer named as searchable is searched. What is found stands in the order in which it was written.

    \b
    Examples:
      cw records search 護照 警察
      cw records search passport --kind note --all --json
    """
    from counterwatch.api.records import search as find
    from counterwatch.api.records import search_all

    if everything:
        shown = _show_hits(search_all(case, " ".join(words), kind=kind), as_json=as_json)
        _say_how_many(shown, shown)
        return
    found = find(case, " ".join(words), kind=kind, limit=limit, after=after)
    _say_how_many(_show_hits(found.hits, as_json=as_json), found.total)
    if found.after:
        say(GO_ON(place=found.after))


def _show_hits(hits: Iterable[Hit], *, as_json: bool) -> int:
    shown = 0
    for hit in hits:
        shown += 1
        if as_json:
            show(canonical(hit).decode())
            continue
        show(text(HIT(id=hit.record.id, kind=hit.record.kind, time=hit.written)))
        show(INDENT + visible(hit.line))
    return shown


def _say_how_many(shown: int, total: int) -> None:
    say(SHOWN(shown=shown, n=total) if total else NOTHING())


@command.command(name="show")
@click.argument("id")
@click.option("--json", "as_json", is_flag=True, help="One version per line as JSON.")
@CASE
@passphrase_option
def show_versions(id: str, as_json: bool, case: Path) -> None:
    """Show every version of a record, oldest first.

    \b
    Examples:
      cw records show note-12
      cw records show note-12 --case ../hubei --json
    """
    from counterwatch.api.records import versions

    for found in versions(case, id):
        if as_json:
            show(canonical(found).decode())
            continue
        record = found.record
        show(text(VERSION(id=record.id, kind=record.kind, version=record.version, time=found.written)))
        for name, value in record.data.items():
            _show_field(name, value)


def _show_field(name: str, value: Any) -> None:
    first, *more = (value if isinstance(value, str) else canonical(value).decode()).splitlines() or [""]
    show(INDENT + text(FIELD(name=name, value=first)))
    for line in more:
        show(2 * INDENT + visible(line))


@command.command(name="erase")
@click.argument("id")
@click.option("--reason", required=True, help="Why, in a few words that name nobody: they stay in the case.")
@click.option("--authority", default="", help="By what right: a withdrawn consent, an order.")
@CASE
@passphrase_option
def erase(id: str, reason: str, authority: str, case: Path) -> None:
    """Destroy every version of a record in this copy of the case. That something was erased, when and why, stays, and is signed.

    \b
    Examples:
      cw records erase note-12 --reason "consent withdrawn"
      cw records erase note-12 --reason "written twice" --case ../hubei
    """
    from counterwatch.api.records import erase as destroy

    show(text(ERASED(n=destroy(case, id, reason=reason, authority=authority))))
    say(ELSEWHERE())
    say_next("cw log")
