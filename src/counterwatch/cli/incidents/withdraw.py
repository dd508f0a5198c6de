"""`cw incidents withdraw`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="withdraw")
@click.argument("id")
@click.option("--reason", required=True, help="Why, in words that name nobody.")
@click.option("--consent", is_flag=True, help="Those affected withdrew their consent.")
@case_option
@passphrase_option
def command(id: str, *, reason: str, consent: bool, case: Path | None) -> None:
    """Withdraw an incident: it is no longer counted or published, and its history stays.

    What was written can be destroyed as well: `cw records erase` does that, and says so in the case.

    \b
    Examples:
      cw incidents withdraw CW-0001 --reason "told twice: see CW-0007"
      cw incidents withdraw CW-0001 --consent --reason "asked for by the family"
    """
    from counterwatch.api.incidents_hand import withdraw
    from counterwatch.cli.casebook_hand import show_withdrawn

    show_withdrawn(withdraw(the_case(case), id, reason=reason, consent=consent), consent=consent)
