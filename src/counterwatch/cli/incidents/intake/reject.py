"""`cw incidents intake reject`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="reject")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--reason", required=True, help="Why. No names.")
@case_option
@passphrase_option
def command(ids: tuple[str, ...], *, reason: str, case: Path | None) -> None:
    """Take submissions out of the queue for a reason. They stay sealed as they came, and can be accepted later.

    \b
    Examples:
      cw incidents intake reject 4f1c09ab12cd --reason "an advertisement"
    """
    from counterwatch.api.intake_accept import reject
    from counterwatch.cli.intake_queue import show_rejected

    opened = the_case(case)
    for each in ids:
        show_rejected(reject(opened, each, reason=reason))
