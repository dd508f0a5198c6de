"""`cw incidents check`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.main import exits
from counterwatch.cli.passphrase import passphrase_option

DEPARTED = 5


@click.command(name="check")
@click.option("--only", multiple=True, metavar="CHECK", help="Ask this check only; may be repeated.")
@click.option("--alpha", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=0.01, show_default=True, help="Level of the tests.")
@click.option("--json", "as_json", is_flag=True, help="One finding per line as JSON.")
@click.option("--fail-on", type=click.Choice(["departs"]), help="Leave with exit code 5 when a check departs.")
@case_option
@passphrase_option
def command(only: tuple[str, ...], *, alpha: float, as_json: bool, fail_on: str | None, case: Path | None) -> None:
    """Ask the casebook what a critic would ask: dates, double counting, echoes, attribution, answers, gaps, totals.

    The findings are recorded in the case, with charts of the whole casebook, and come out in `cw report`.

    \b
    Examples:
      cw incidents check
      cw incidents check --only echo_sources
    """
    from counterwatch.api.incidents_check import ask_incidents
    from counterwatch.cli.findings import show_answer
    from counterwatch.cli.terminal import progress, say_next
    from counterwatch.core import Verdict

    with progress() as bar:
        answer = ask_incidents(the_case(case), only=only, options={"alpha": alpha} if alpha != 0.01 else {}, progress=bar)
    show_answer(answer, as_json=as_json, everything=True)
    if not as_json:
        say_next("cw report")
    if fail_on and answer.count()[Verdict.DEPARTS]:
        exits(DEPARTED)
