"""`cw incidents intake triage`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="triage")
@click.option("--page", type=click.IntRange(1), default=1, show_default=True, help="Which page of 50 lines.")
@click.option("--group", default="", metavar="ID", help="All submissions that are nearly the same as this one, one by one.")
@case_option
@passphrase_option
def command(*, page: int, group: str, case: Path | None) -> None:
    """List the submissions that wait: what is nearly the same is one line, and what nobody else sent comes first.

    The order judges texts and no person: what it goes by is printed below the list. Every submission is on some page.

    \b
    Examples:
      cw incidents intake triage
      cw incidents intake triage --page 2
      cw incidents intake triage --group 4f1c09ab12cd
    """
    from counterwatch.api.intake_triage import triage
    from counterwatch.cli.intake_queue import show_page
    from counterwatch.cli.terminal import progress

    with progress() as bar:
        found = triage(the_case(case), page=page, group=group, progress=bar)
    show_page(found, is_group=bool(group))
