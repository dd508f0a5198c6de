"""`cw incidents show`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="show")
@click.argument("id")
@case_option
@passphrase_option
def command(id: str, case: Path | None) -> None:
    """Show one incident in full, and what each correction changed.

    \b
    Examples:
      cw incidents show CW-0001
    """
    from counterwatch.api.incidents import history, incident_from, vocabulary_of
    from counterwatch.api.incidents_merges import parts
    from counterwatch.cli.casebook import show_history
    from counterwatch.cli.casebook_hand import show_support
    from counterwatch.cli.casebook_merges import show_part
    from counterwatch.cli.imports import show_origin

    opened = the_case(case)
    found = history(opened, id)
    show_history(found, vocabulary_of(opened))
    show_support(opened, incident_from(found[-1].record).support)
    show_part(id, parts(opened))
    show_origin(opened, found)
