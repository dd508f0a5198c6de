"""`cw figures`: test published statistics."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from counterwatch.api.ask import all_options
from counterwatch.api.figures import available
from counterwatch.cli.findings import show_answer
from counterwatch.cli.main import exits
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.setup import BESIDE, setup_from
from counterwatch.cli.terminal import progress, say, text
from counterwatch.core import Template, WrongUsage
from counterwatch.core.registry import Check, Option
from counterwatch.figures.columns import AmbiguousDates, Columns
from counterwatch.figures.setup import SetupFile
from counterwatch.figures.shapes.pairs import Relation

DATE_ORDER = Template("cli.figures.date_order", "In which order are the dates written?")
NOT_PAIR = Template("cli.figures.not_pair", "{pair} is not of the form field=column")
PAIR = Template("cli.figures.pair", "write for example {example}")
DEPARTED, UNREADABLE = 5, 3


def command_options(command: click.Command) -> click.Command:
    """Add an option for every keyword of every check of figures."""
    for name, option in sorted(all_options(list(available().values())).items()):
        command.params.append(option_of(name, option, available()))
    return command


def option_of(name: str, option: Option, known: Mapping[str, Check[Any, Any]]) -> click.Option:
    """Return the command-line option of a keyword, naming those of some checks that take it."""
    kind: Any = click.Choice(option.choices) if option.choices else option.type
    flag = f"--{name.replace('_', '-')}" + (f"/--no-{name.replace('_', '-')}" if option.type is bool else "")
    users = [each.name.rpartition(".")[2] for each in known.values() if name in {own.name for own in each.options}]
    default = "no default" if option.default in (None, "") else f"default {option.default}"
    return click.Option([flag, f"check_{name}"], type=kind, default=None, help=f"Of {', '.join(users)}; {default}.")


@click.command(name="figures")
@click.argument("file")
@click.option("--unit", help="Column that says what the numbers are about, such as a province.")
@click.option("--per", multiple=True, help="A further column that is part of the unit's name.")
@click.option("--time", help="Column with dates.")
@click.option("--value", multiple=True, help="Column with numbers; may be given more than once.")
@click.option("--series", help="Column whose entries name different values (deaths, cases).")
@click.option("--where", multiple=True, metavar="COLUMN=ENTRY", help="Read only rows with this entry.")
@click.option("--map", "mapped", multiple=True, metavar="FIELD=COLUMN", help="Name a column for unit, time, value or series.")
@click.option("--kind", type=click.Choice(["counts", "amounts", "rates"]), help="What the numbers are.")
@click.option("--cumulative/--new", default=None, help="Running totals, or new numbers per day.")
@click.option("--layout", type=click.Choice(["long", "wide"]), help="One row per number, or dates (or units) across.")
@click.option("--date-order", type=click.Choice(["ymd", "dmy", "mdy", "excel"]), help="Order of day, month and year.")
@click.option("--sheet", help="Sheet of a spreadsheet file.")
@click.option("--encoding", help="Encoding of a text file, such as gb18030.")
@click.option("--skip-bad-rows", is_flag=True, help="Count and list rows that cannot be read, and go on.")
@click.option("--against", metavar="FILE", help="A second source about the same units and times.")
@click.option(
    "--relation",
    type=click.Choice([each.value for each in Relation]),
    help="What the second source is: the same thing, deaths of all causes, or a proxy.",
)
@click.option("--vintage", multiple=True, metavar="FILE", help="An earlier edition of the same file; may be given more than once, oldest first.")
@click.option("--panel", multiple=True, metavar="FILE", help="Comparable units from another file; may be given more than once.")
@click.option("--total", metavar="UNIT", help="The unit that is the total of others.")
@click.option("--part", multiple=True, metavar="UNIT", help="A unit that is part of the total; all others where none is given.")
@click.option("--declared", metavar="METHOD", help="What the source says of its method: counted, or the name of a habit such as mean.")
@click.option("--declared-in", metavar="DOCUMENT", help="Where the source says so: title, date, page or address.")
@click.option(
    "--setup", "setup_file", type=click.Path(path_type=Path), help="Read all this from a file; figures.toml beside the data is read where it is."
)
@click.option("--no-setup", is_flag=True, help="Leave a figures.toml beside the data unread.")
@click.option("--only", multiple=True, metavar="CHECK", help="Ask only this check; may be given more than once.")
@click.option("--case", type=click.Path(path_type=Path), help="Seal the file and record the findings in this case.")
@click.option("--no-case", is_flag=True, help="Record nothing, even inside a case folder.")
@click.option("--json", "as_json", is_flag=True, help="One finding per line as JSON.")
@click.option("--all", "everything", is_flag=True, help="Show every finding, not only those that depart.")
@click.option("--fail-on", type=click.Choice(["departs"]), help="Leave with exit code 5 when a finding departs.")
@passphrase_option
def command(
    file: str, *, case: Path | None, no_case: bool, as_json: bool, everything: bool, fail_on: str | None, only: tuple[str, ...], **rest: Any
) -> None:
    """Test published statistics: does a series behave as counted numbers do?

    Inside a case folder the file is sealed and the findings are recorded; elsewhere nothing is written.

    \b
    Examples:
      cw figures hubei.csv
      cw figures daily.xlsx --unit 省 --time 日期 --value 确诊 --only last_digit
    """
    from counterwatch.api.case import find_case
    from counterwatch.api.figures import ask_figures

    said = {name.removeprefix("check_"): value for name, value in rest.items() if name.startswith("check_") and value is not None}
    plain = {name: value for name, value in rest.items() if not name.startswith("check_")}
    found = setup_from(file, **{name: plain.pop(name) for name in BESIDE}, columns=columns_from(**plain))
    place = None if no_case else case or find_case()

    def ask(setup: SetupFile) -> Any:
        with progress() as bar:
            return ask_figures(file, case=place, setup=setup, only=only or setup.only, options={**setup.options, **said}, progress=bar)

    try:
        answer = ask(found)
    except AmbiguousDates as question:
        answer = ask(with_date_order(found, question))
    show_answer(answer, as_json=as_json, everything=everything)
    if fail_on and answer.count()[_departs()]:
        exits(DEPARTED)
    if answer.run.unread:
        exits(UNREADABLE)


def columns_from(*, where: tuple[str, ...], mapped: tuple[str, ...], **named: Any) -> Columns:
    """Return how the file is to be read, from what the user said."""
    return Columns(where=pairs(where, "kind=deaths"), map=pairs(mapped, "time=日期"), **named)


def pairs(texts: tuple[str, ...], example: str) -> dict[str, str]:
    """Return FIELD=COLUMN options as a mapping; one that is not of that form is refused with an example."""
    for pair in texts:
        if "=" not in pair:
            raise WrongUsage(NOT_PAIR(pair=pair), hint=PAIR(example=example))
    return dict(pair.split("=", 1) for pair in texts)


def with_date_order(setup: SetupFile, question: AmbiguousDates) -> SetupFile:
    """Ask the user for the order of day and month; where nobody can answer, raise the question as the error it is."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise question
    say(question.message)
    order = click.prompt(text(DATE_ORDER()), type=click.Choice(list(question.choices)), err=True)
    return replace(setup, columns=replace(setup.columns, date_order=order))


def _departs() -> Any:
    from counterwatch.core import Verdict

    return Verdict.DEPARTS


command = command_options(command)
