"""One's own identifiers asked for on a terminal, and findings about one's own things: what to do first comes first."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from counterwatch.cli.findings import show_findings, show_problems
from counterwatch.cli.terminal import say, say_next, show, text
from counterwatch.core import Message, Template, WrongUsage
from counterwatch.core.errors import CounterwatchError

if TYPE_CHECKING:
    from pathlib import Path

    from counterwatch.api.answer import Answer
    from counterwatch.api.persona import Entry, KnownPersona
    from counterwatch.exposure.persona import Kind

BEGIN = Template(
    "cli.own.begin", "Enter what is yours; Enter alone goes on. It is kept under your key only, and is called email#1, phone#1 ... everywhere else."
)
REGION = Template("cli.own.region", "Country of your phone numbers, as two letters such as UZ (Enter: none)")
PLATFORM = Template("cli.own.platform", "  on which platform, such as telegram")
NOT_TAKEN = Template("cli.own.not_taken", "  not taken: {reason}")
KEPT = Template("cli.own.kept", "kept under your key: {labels}")
FIXED = Template("cli.own.fixed", "they cannot be changed any more, because something was looked at for them")
TABLE = Template("cli.own.table", "the table has no columns named kind and value")
COLUMNS = Template("cli.own.columns", "give a CSV file with the columns kind, value and, where it applies, platform; kinds are {kinds}")
ROW = Template("cli.own.row", "row {row:raw} of the table is not taken: {reason}")
DELETE = Template("cli.own.delete", "the table still holds them in the clear: delete it")
FIRST = Template("cli.own.first", "what to do first:")
STEP = Template("cli.own.step", "{number}. {step}")
MEANS = Template("cli.own.means", "departs means: something of yours was sent or kept; what could not be read is counted, and may hold more")
NEVER_SAFE = Template("cli.own.never_safe", "nothing of yours was found in what could be read; that does not show that nothing was sent or kept")
NOT_ALL = Template("cli.own.not_all", "what was not tested may have been sent or kept as well: each line says why it was not")
PROMPTS: dict[Kind, Template] = {
    "phone": Template("cli.own.phone", "A phone number of yours"),
    "email": Template("cli.own.email", "An e-mail address of yours"),
    "name": Template("cli.own.name", "Your name, in any script and spelling"),
    "account": Template("cli.own.account", "A user name or number of yours on a platform"),
    "id": Template("cli.own.id", "A number of a document of yours"),
    "device": Template("cli.own.device", "A number of a device of yours: IMEI, MAC, advertising ID"),
    "place": Template("cli.own.place", "Where you live or work, as latitude,longitude"),
    "address": Template("cli.own.address", "A postal address of yours"),
}


def ask_region() -> str:
    """Ask for the country that phone numbers without a country code belong to."""
    return _prompt(REGION()).upper()


def ask_entries() -> Iterator[Entry]:
    """Ask for identifiers by kind until nothing more is entered; who takes them may throw back a named error, which is shown."""
    say(BEGIN())
    for kind, prompt in PROMPTS.items():
        while value := _prompt(prompt()):
            yield kind, value, _prompt(PLATFORM()) if kind == "account" else ""


def refuse_entry(error: CounterwatchError) -> None:
    """Say on the terminal why an entry is not taken."""
    click.echo(text(NOT_TAKEN(reason=error.message)), err=True)


def entries_of(table: str) -> list[Entry]:
    """Return the entries of a CSV with the columns kind, value and platform."""
    reader = csv.DictReader(io.StringIO(table.lstrip("\ufeff"), newline=""))
    kinds = {str(each): each for each in PROMPTS}
    if not {"kind", "value"} <= set(reader.fieldnames or ()):
        raise WrongUsage(TABLE(), hint=COLUMNS(kinds=", ".join(kinds)))
    found: list[Entry] = []
    for row in reader:
        kind = kinds.get((row["kind"] or "").strip().lower())
        if kind is None:
            raise WrongUsage(ROW(row=reader.line_num, reason=COLUMNS(kinds=", ".join(kinds))), hint=COLUMNS(kinds=", ".join(kinds)))
        found.append((kind, (row["value"] or "").strip(), (row.get("platform") or "").strip()))
    return found


def table_from(file: Path) -> str:
    """Return the text of a table; a dash is standard input."""
    from counterwatch.files.contents import contents
    from counterwatch.files.text import decode

    data = sys.stdin.buffer.read() if str(file) == "-" else contents(file, name=file.name)
    return decode(data, name=file.name).text


def show_persona(known: KnownPersona) -> None:
    """Print what the identifiers of a case are called."""
    show(text(KEPT(labels=", ".join(known.labels))))
    if known.is_fixed:
        say(FIXED())


def show_own(answer: Answer, *, as_json: bool) -> None:
    """Print findings about one's own things; what to do first stands at the end, where it is read."""
    from counterwatch.core import Verdict

    for sentence in answer.said:
        say(sentence)
    for mark in answer.run.marks:
        say(mark)
    show_problems(answer.run.problems)
    if as_json:
        for line in answer.lines():
            show(line)
        return
    show_findings(answer)
    if answer.run.first:
        show()
        show(text(FIRST()))
    for number, step in enumerate(answer.run.first, start=1):
        show("  " + text(STEP(number=number, step=step)))
    count = answer.count()
    say(MEANS() if count[Verdict.DEPARTS] else NOT_ALL() if count[Verdict.NOT_TESTED] else NEVER_SAFE())
    say_next("cw report -o report.html")


def _prompt(message: Message) -> str:
    return str(click.prompt(text(message), default="", show_default=False, err=True)).strip()
