"""`cw incidents intake show`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="show")
@click.argument("id", required=False, default="")
@case_option
@passphrase_option
def command(id: str, *, case: Path | None) -> None:
    """Print of each intake, or of one, the fingerprint of its key and the SHA-256 of every form that was built for it.

    \b
    Examples:
      cw incidents intake show
      cw incidents intake show 5f0c9a
    """
    from counterwatch.api.intake import intake_named, intakes
    from counterwatch.cli.casebook_intake import show_intakes

    opened = the_case(case)
    show_intakes([intake_named(opened, id)] if id else intakes(opened))
