"""`cw incidents reply`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="reply")
@click.argument("organisation")
@click.option("--asked", default="", metavar="DATE", help="The day on which it was asked.")
@click.option("--answered", default="", metavar="DATE", help="The day on which it answered.")
@click.option("--text", default="", help="What it answered, in its words.")
@case_option
@passphrase_option
def command(organisation: str, *, asked: str, answered: str, text: str, case: Path | None) -> None:
    """Record that an organisation which incidents name was asked, or what it answered: without either they are not published.

    \b
    Examples:
      cw incidents reply "Royal Danish Theatre" --asked 2027-03-01
      cw incidents reply "Royal Danish Theatre" --answered 2027-03-09 --text "We were not approached."
    """
    from counterwatch.api.incidents_replies import add_reply
    from counterwatch.cli.casebook_publication import show_reply

    show_reply(add_reply(the_case(case), organisation, asked=asked, answered=answered, text=text))
