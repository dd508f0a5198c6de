"""`cw incidents link`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="link")
@click.argument("id")
@click.argument("evidence")
@click.option("--page", "pages", default="", metavar="PAGES", help="Where in a document: 3 or 3-4.")
@click.option("--time", default="", metavar="TIMES", help="Where in a recording: 00:01:10 or 00:01:10-00:02:00.")
@click.option("--contradicts", is_flag=True, help="The evidence speaks against the record as it is recorded.")
@click.option("--note", default="", help="What the place shows.")
@click.option("--reason", default="", help="Why the record changes, where that needs saying.")
@case_option
@passphrase_option
def command(id: str, evidence: str, *, pages: str, time: str, contradicts: bool, note: str, reason: str, case: Path | None) -> None:
    """Link sealed evidence to an incident or a statement: what it supports or contradicts, and where in it.

    EVIDENCE is its name in the case, or the first digits of its number. `cw add` seals a file.

    \b
    Examples:
      cw incidents link CW-0001 judgment.pdf --page 3-4
      cw incidents link CW-0001 4f1c09ab --time 00:01:10-00:02:00 --contradicts --note "the door is open"
    """
    from counterwatch.api.incidents_links import link
    from counterwatch.cli.casebook_hand import show_support

    opened = the_case(case)
    stance = "contradicts" if contradicts else "supports"
    show_support(opened, link(opened, id, evidence, pages=pages, time=time, stance=stance, note=note, reason=reason).support)  # type: ignore[arg-type]
