"""`cw incidents`: a casebook that starts from a sheet and counts honestly."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.cli.main import exits
from counterwatch.cli.pairs import NOT_A_PAIR, SUCH_AS, pair
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.core import WrongUsage
from counterwatch.incidents.counting import UNITS, WAYS

if TYPE_CHECKING:
    from counterwatch.case import Case

UNREADABLE = 3
CASE = click.option("--case", type=click.Path(path_type=Path), help="The case; else the one you are in.")


@click.group(name="incidents")
def command() -> None:
    """Keep a casebook: what happened, who says so, how sure, how many.

    \b
    Examples:
      cw incidents template -o cases.xlsx
      cw incidents import cases.xlsx
      cw incidents count --by tactic,host_country
    """


@command.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "mapped", multiple=True, metavar="FIELD=COLUMN", help="Name the column of a field; remembered for the next sheet.")
@click.option("--map-term", "terms", multiple=True, metavar="SCHEME:TEXT=CODE", help="Say what a word of the sheet stands for; remembered.")
@click.option("--set", "fixed", multiple=True, metavar="FIELD=VALUE", help="A field that every row of this sheet shares.")
@click.option("--encoding", help="Encoding of a text file, such as gb18030.")
@click.option("--firsts", type=click.Choice(["ask", "month", "day"]), default="ask", help="What a date on the first of a month means.")
@click.option("--dry-run", is_flag=True, help="Say what would come in, and store nothing.")
@CASE
@passphrase_option
def import_(
    file: Path,
    *,
    mapped: tuple[str, ...],
    terms: tuple[str, ...],
    fixed: tuple[str, ...],
    encoding: str | None,
    firsts: str,
    dry_run: bool,
    case: Path | None,
) -> None:
    """Bring a sheet (CSV or XLSX) into the casebook: a row for each incident; importing it twice changes nothing.

    A row with a word that the vocabulary does not know, an impossible country, or a private person's name or number where none belongs is refused
    and named. A row that changed since the last time becomes a correction; its history stays.

    \b
    Examples:
      cw incidents import casebook.csv --dry-run
      cw incidents import list.xlsx --map tactic=手段 --map-term "tactic:电话威胁=TD.direct_threat"
    """
    from counterwatch.api.incidents import import_sheet
    from counterwatch.cli.casebook import show_imported
    from counterwatch.cli.terminal import progress

    columns = dict(pair(each, "FIELD=COLUMN", "tactic=手段") for each in mapped)
    words = {_scheme(left): code for left, code in (pair(each, "SCHEME:TEXT=CODE", "tactic:threat=TD.direct_threat") for each in terms)}
    shared = dict(pair(each, "FIELD=VALUE", "tactic=CO.detention") for each in fixed)
    with progress() as bar:
        done = import_sheet(
            file, case=_case(case), columns=columns, terms=words, fixed=shared, encoding=encoding, firsts=firsts, dry_run=dry_run, progress=bar,  # type: ignore[arg-type]
        )  # fmt: skip
    show_imported(done, dry_run=dry_run)
    if done.faults:
        exits(UNREADABLE)


@command.command(name="template")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("casebook.xlsx"), show_default=True, help="Where to write it.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def template(output: Path, *, force: bool) -> None:
    """Write an empty sheet to fill in: a column for each field, with its terms to choose from and what they mean.

    \b
    Examples:
      cw incidents template -o cases.xlsx
    """
    from counterwatch.cli.casebook import write_template

    write_template(output, force=force)


@command.command(name="list")
@CASE
@passphrase_option
def list_(case: Path | None) -> None:
    """List the incidents of the casebook: id, date, place, act, status.

    \b
    Examples:
      cw incidents list
    """
    from counterwatch.api.incidents import incidents, vocabulary_of
    from counterwatch.cli.casebook import show_list

    opened = _case(case)
    show_list(incidents(opened), vocabulary_of(opened))


@command.command(name="show")
@click.argument("id")
@CASE
@passphrase_option
def show_(id: str, case: Path | None) -> None:
    """Show one incident in full, and what each correction changed.

    \b
    Examples:
      cw incidents show CW-0001
    """
    from counterwatch.api.incidents import history, vocabulary_of
    from counterwatch.cli.casebook import show_history

    opened = _case(case)
    show_history(history(opened, id), vocabulary_of(opened))


@command.command(name="count")
@click.option("--by", default="tactic", show_default=True, metavar="WAY,...", help=f"Any of {', '.join(WAYS)}.")
@click.option("--unit", type=click.Choice(UNITS), default="incidents", show_default=True, help="What is counted.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the table as CSV.")
@CASE
@passphrase_option
def count_(by: str, *, unit: str, as_csv: bool, case: Path | None) -> None:
    """Count acts, incidents or persons by what they share; a count of reported incidents is a floor, never a rate.

    \b
    Examples:
      cw incidents count --by tactic,host_country
      cw incidents count --by quarter --unit persons
    """
    from counterwatch.api.incidents import count, vocabulary_of
    from counterwatch.cli.casebook import show_count

    opened = _case(case)
    ways = [each.strip() for each in by.split(",") if each.strip()]
    show_count(count(opened, ways, unit), vocabulary_of(opened), as_csv=as_csv)  # type: ignore[arg-type]


def _case(case: Path | None) -> Case:
    from counterwatch.api.case import find_case, open_case

    return open_case(case or find_case() or ".")


def _scheme(text: str) -> tuple[str, str]:
    scheme, sign, word = text.partition(":")
    if not (sign and word.strip()):
        raise WrongUsage(NOT_A_PAIR(text=text[:80], form="SCHEME:TEXT=CODE"), hint=SUCH_AS(example="tactic:threat=TD.direct_threat"))
    return scheme.strip(), word.strip()
