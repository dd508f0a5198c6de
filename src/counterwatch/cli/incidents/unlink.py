"""`cw incidents unlink`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="unlink")
@click.argument("id")
@click.argument("evidence")
@click.option("--page", "pages", default="", metavar="PAGES", help="Only the link to these pages.")
@click.option("--time", default="", metavar="TIMES", help="Only the link to this time.")
@click.option("--reason", default="", help="Why the record changes, where that needs saying.")
@case_option
@passphrase_option
def command(id: str, evidence: str, *, pages: str, time: str, reason: str, case: Path | None) -> None:
    """Take evidence off an incident or a statement; the evidence stays sealed, and the version before still names it.

    \b
    Examples:
      cw incidents unlink CW-0001 judgment.pdf --reason "another case of the same court"
    """
    from counterwatch.api.incidents_links import unlink
    from counterwatch.cli.casebook_hand import show_support, show_unlinked

    opened = the_case(case)
    left = unlink(opened, id, evidence, pages=pages, time=time, reason=reason)
    show_unlinked(left.id, left.reason)
    show_support(opened, left.support)
