"""`cw plan`: choose the checks before the data are seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from counterwatch.cli.commands.figures import command_options
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import say_next, show, text
from counterwatch.core import Template

PLANNED = Template("cli.plan.planned", "planned: {check}  {params}")
BEFORE = Template(
    "cli.plan.before", "{n} check is fixed in the ledger; what is asked of files sealed from now on is marked as chosen beforehand",
    "{n} checks are fixed in the ledger; what is asked of files sealed from now on is marked as chosen beforehand",
)  # fmt: skip


@click.command(name="plan")
@click.option("--only", multiple=True, metavar="CHECK", help="Plan only this check; may be given more than once. All of figures otherwise.")
@click.option("--note", default="", help="Why these checks, in your own words.")
@click.option("--case", type=click.Path(path_type=Path), default=".", help="The case, if it is not the folder you are in.")
@passphrase_option
def command(only: tuple[str, ...], note: str, case: Path, **rest: Any) -> None:
    """Choose the checks of figures, and their parameters, before the data are sealed.

    A check that was chosen after looking at the data proves less. What a plan in the ledger chose is marked apart in every report.

    \b
    Examples:
      cw plan --only underdispersion --only last_digit --note "as in our study of 2021"
      cw add deaths.csv && cw figures deaths.csv
    """
    from counterwatch.api.plans import plan_figures

    options = {name.removeprefix("check_"): value for name, value in rest.items() if value is not None}
    asked = plan_figures(case, only=only, options=options, note=note)
    for check, params in asked.items():
        show(text(PLANNED(check=check, params=" ".join(f"{name}={value}" for name, value in params.items()))))
    show(text(BEFORE(n=len(asked))))
    say_next("cw add FILE")


command = command_options(command)
