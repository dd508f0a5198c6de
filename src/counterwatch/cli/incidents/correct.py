"""`cw incidents correct`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="correct")
@click.argument("id")
@click.option("--set", "said", multiple=True, required=True, metavar="FIELD=VALUE", help="What a field says now; empty behind = clears it.")
@click.option("--reason", required=True, help="Why: what was found out, or which office or role asked for it. No names.")
@click.option("--act", default="", metavar="ACT", help="The id of the act, where the incident has several.")
@case_option
@passphrase_option
def command(id: str, *, said: tuple[str, ...], reason: str, act: str, case: Path | None) -> None:
    """Correct an incident: a new version with a reason; the one before stays in its history.

    Fields are called as the columns of a sheet are, and what they say is checked in the same way.

    \b
    Examples:
      cw incidents correct CW-0001 --set status=confirmed --reason "the court's judgment of 3 March"
      cw incidents correct CW-0001 --set persons_affected=6-8 --set harm= --reason "second report read"
    """
    from counterwatch.api.incidents_hand import correct
    from counterwatch.cli.casebook_hand import fields_of, show_changed

    show_changed(correct(the_case(case), id, fields_of(said, may_be_empty=True), reason=reason, act=act))
