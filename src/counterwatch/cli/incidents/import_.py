"""`cw incidents import`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.main import exits
from counterwatch.cli.pairs import NOT_A_PAIR, SUCH_AS, pair
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.core import WrongUsage

UNREADABLE = 3


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "mapped", multiple=True, metavar="FIELD=COLUMN", help="Name the column of a field; remembered for the next sheet.")
@click.option("--map-term", "terms", multiple=True, metavar="SCHEME:TEXT=CODE", help="Say what a word of the sheet stands for; remembered.")
@click.option("--set", "fixed", multiple=True, metavar="FIELD=VALUE", help="A field that every row of this sheet shares.")
@click.option("--encoding", help="Encoding of a text file, such as gb18030.")
@click.option("--firsts", type=click.Choice(["ask", "month", "day"]), default="ask", help="What a date on the first of a month means.")
@click.option("--date-order", "order", type=click.Choice(["dmy", "mdy"]), help="Whether 10/5/2022 is a day in May or in October.")
@click.option("--without", multiple=True, metavar="FIELD", help="A field whose column this sheet has no more.")
@click.option("--dry-run", is_flag=True, help="Say what would come in, and store nothing.")
@case_option
@passphrase_option
def command(  # noqa: PLR0913 - each is an option
    file: Path,
    *,
    mapped: tuple[str, ...],
    terms: tuple[str, ...],
    fixed: tuple[str, ...],
    encoding: str | None,
    firsts: str,
    order: str | None,
    without: tuple[str, ...],
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
            file, case=the_case(case), columns=columns, terms=words, fixed=shared, encoding=encoding,
            firsts=firsts, order=order or "", without=without, dry_run=dry_run, progress=bar,  # type: ignore[arg-type]
        )  # fmt: skip
    show_imported(done, dry_run=dry_run)
    if done.faults:
        exits(UNREADABLE)


def _scheme(text: str) -> tuple[str, str]:
    scheme, sign, word = text.partition(":")
    if not (sign and word.strip()):
        raise WrongUsage(NOT_A_PAIR(text=text[:80], form="SCHEME:TEXT=CODE"), hint=SUCH_AS(example="tactic:threat=TD.direct_threat"))
    return scheme.strip(), word.strip()
