"""`cw screen`: many thousand series at once, a short row for each answer."""

from __future__ import annotations

import shlex
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterwatch.api.figures import available
from counterwatch.cli.commands.figures import UNREADABLE, columns_from, option_of
from counterwatch.cli.findings import NO_PROOF, meaning, padded, show_problems
from counterwatch.cli.main import exits
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import progress, say, say_next, show, text, visible
from counterwatch.core import Template, Verdict

if TYPE_CHECKING:
    from counterwatch.api.screening import Screening

VERDICT = Template("cli.screen.verdict", "{n} answer", "{n} answers")
LEFT_OUT = Template("cli.screen.left_out", "not asked: {names}: they look at other units too, and a block does not hold all of them")
TOTALS = Template(
    "cli.screen.totals",
    "{n} series · asked {asked} · departs {departs} · consistent {consistent} · not tested {not_tested} · unreadable records {unreadable}",
    "{n} series · asked {asked} · departs {departs} · consistent {consistent} · not tested {not_tested} · unreadable records {unreadable}",
)
STRIKING = Template("cli.screen.striking", "the {n} most striking series:", "the {n} most striking series:")
ONE = Template("cli.screen.one", "{subject}: {checks} (q = {q:p})")
WITHOUT_RATE = Template("cli.screen.without_rate", "{subject}: {checks}")
WROTE = Template("cli.screen.wrote", "wrote {file}: a row for each answer, with q-values and ranks over all of them")
SHORT = Template(
    "cli.screen.short",
    "rows are short: for charts, explanations and the questions that look at other units, ask of one unit; "
    "its q-value then counts fewer questions, so quote that of the screening",
)
IN_CASE = Template("cli.screen.in_case", "sealed {source} and {output} in the case, and recorded that one was made from the other")


def command_options(command: click.Command) -> click.Command:
    """Add the keywords of the checks that look at one series at a time."""
    asked = {name: each for name, each in available().items() if each.asks_each_alone and each.reads.__name__ == "Panel"}
    for name, option in sorted({option.name: option for each in asked.values() for option in each.options}.items()):
        command.params.append(option_of(name, option, asked))
    return command


@click.command(name="screen")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Parquet file to write: a row for each answer.")
@click.option("--unit", help="Column that says what the numbers are about, such as a province.")
@click.option("--per", multiple=True, help="A further column that is part of the unit's name.")
@click.option("--time", help="Column with dates.")
@click.option("--value", multiple=True, help="Column with numbers; may be given more than once.")
@click.option("--series", help="Column whose entries name different values (deaths, cases).")
@click.option("--where", multiple=True, metavar="COLUMN=ENTRY", help="Read only rows with this entry.")
@click.option("--kind", type=click.Choice(["counts", "amounts", "rates"]), help="What the numbers are.")
@click.option("--cumulative/--new", default=None, help="Running totals, or new numbers per day.")
@click.option("--date-order", type=click.Choice(["ymd", "dmy", "mdy", "excel"]), help="Order of day, month and year.")
@click.option("--skip-bad-rows", is_flag=True, help="Count and list rows that cannot be read, and go on.")
@click.option("--at-once", type=click.IntRange(min=1), default=200, show_default=True, help="Units held in memory at once.")
@click.option("--sort-in", type=click.Path(path_type=Path), metavar="FOLDER", help="Folder for a copy sorted by unit, where the file is not.")
@click.option("--only", multiple=True, metavar="CHECK", help="Ask only this check; may be given more than once.")
@click.option("--case", type=click.Path(path_type=Path), help="Seal the file and the result in this case.")
@click.option("--force", is_flag=True, help="Overwrite the result of an earlier screening.")
@passphrase_option
def command(
    file: Path, *, output: Path, case: Path | None, at_once: int, sort_in: Path | None, only: tuple[str, ...], force: bool, **rest: Any
) -> None:
    """Screen a long Parquet file with many thousand series: a short row for each answer.

    The file is read block by block, so that memory does not grow with the number of series. Outside a case nothing else is written.

    \b
    Examples:
      cw screen daily.parquet -o screened.parquet
      cw screen districts.parquet -o screened.parquet --unit district --time date --value cases --only underdispersion
    """
    from counterwatch.api.screening import screen
    from counterwatch.api.screening_case import keep, sealed

    options = {name.removeprefix("check_"): value for name, value in rest.items() if name.startswith("check_") and value is not None}
    plain = {name: value for name, value in rest.items() if not name.startswith("check_")}
    columns = columns_from(**plain, mapped=())
    with progress() as bar:
        evidence = sealed(case, file, progress=bar) if case else None
        found = screen(
            file, output, columns=columns, only=only, options=options, block=at_once, sort_in=sort_in, force=force, progress=bar
        )  # fmt: skip
        if case and evidence:
            keep(case, evidence, output, progress=bar)
    show_screening(found, str(file), in_case=case is not None)
    if found.unread:
        exits(UNREADABLE)


def show_screening(found: Screening, source: str, *, in_case: bool) -> None:
    """Print counts by check and verdict, the most striking series, and how to ask of one of them in full."""
    for sentence in found.said:
        say(sentence)
    show_problems(found.problems)
    for (check, verdict), count in sorted(found.compared.counts.items()):
        show(f"{padded(verdict)}{check}: {text(VERDICT(n=count))}")
    totals: Counter[Verdict] = Counter()
    for (_, verdict), count in found.compared.counts.items():
        totals[verdict] += count
    if found.compared.striking:
        show(text(STRIKING(n=len(found.compared.striking))))
    for each in found.compared.striking:
        named = {"subject": each.subject, "checks": ", ".join(each.checks)}
        show("  " + text(WITHOUT_RATE(**named) if each.q_value is None else ONE(**named, q=each.q_value)))
    counted = {"departs": totals[Verdict.DEPARTS], "consistent": totals[Verdict.CONSISTENT], "not_tested": totals[Verdict.NOT_TESTED]}
    show(text(TOTALS(n=found.series, asked=sum(totals.values()), unreadable=found.unread, **counted)))
    if found.left_out:
        say(LEFT_OUT(names=", ".join(found.left_out)))
    departed = [check for (check, verdict), count in found.compared.counts.items() if verdict is Verdict.DEPARTS and count]
    say(meaning(departed) if departed else NO_PROOF())
    say(WROTE(file=str(found.output)))
    if in_case:
        say(IN_CASE(source=source, output=str(found.output)))
    if found.commands:
        say(SHORT())
        say_next(visible(found.commands[0]))
    else:
        say_next(shlex.join(["cw", "screen", "--help"]))


command = command_options(command)
