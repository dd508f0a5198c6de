"""`cw incidents intake accept`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="accept")
@click.argument("id")
@click.option("--set", "said", multiple=True, metavar="FIELD=VALUE", help="A field of the incident in your words, called as a column of a sheet.")
@click.option("--consent-confirmed", default="", metavar="HOW", help="How somebody confirmed the consent with the writer: by a call, at a meeting.")
@case_option
@passphrase_option
def command(id: str, *, said: tuple[str, ...], consent_confirmed: str, case: Path | None) -> None:
    """Make an incident of a submission: the sealed file is its source, and its attachments become evidence that nobody has opened.

    The summary, the date, the place and the number of persons are taken from the answers where they fit; what holds a name, a number or an address is
    left out and named. Whom it was against, who did it and which act it was takes a person: say it with --set.

    \b
    Examples:
      cw incidents intake accept 4f1c09ab12cd --set tactic=TD.direct_threat --set host_country=DE
      cw incidents intake accept 4f1c09ab12cd --set summary="a student was followed home" --consent-confirmed "by telephone, 3 March"
    """
    from counterwatch.api.intake_accept import accept
    from counterwatch.cli.casebook_hand import fields_of
    from counterwatch.cli.intake_queue import show_accepted

    show_accepted(accept(the_case(case), id, said=fields_of(said), consent_confirmed=consent_confirmed))
