"""`cw incidents merge`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="merge")
@click.argument("ids", nargs=-1, required=True, metavar="ID ID...")
@click.option("--reason", default="", help="Why they are one event.")
@case_option
@passphrase_option
def command(ids: tuple[str, ...], *, reason: str, case: Path | None) -> None:
    """Say that records are of one event: it counts once from then on, and every record stays as it is.

    The first one leads: where they differ, counts go by it. Persons take the range of all, acts of one tactic are one act, and no source is lost.

    \b
    Examples:
      cw incidents merge CW-0001 CW-0048 --reason "the same letter, told by two papers"
      cw incidents merge 2021-04 2021-09
    """
    from counterwatch.api.incidents_merges import merge
    from counterwatch.cli.casebook_merges import show_merged

    show_merged(merge(the_case(case), ids, reason=reason))
