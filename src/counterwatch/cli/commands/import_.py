"""`cw import`: what somebody else hands over, checked first and never in place of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import the_case
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.core import Template, WrongUsage

NOTHING = Template("cli.import.nothing", "no bundle is named")
NAME_IT = Template("cli.import.name_it", "cw import BUNDLE; or --list, --findings or --conflicts to see what came in before")


@click.command(name="import")
@click.argument("bundle", required=False, type=click.Path(path_type=Path))
@click.option("-C", "--case", type=click.Path(path_type=Path), help="The case it comes into; else the one you are in.")
@click.option("--purpose", default="", help="What it was taken over for; written into the custody log.")
@click.option("--authority", default="", help="By what right: an agreement, a consent, an order.")
@click.option("--list", "is_list", is_flag=True, help="List the bundles that came in before.")
@click.option("--findings", is_flag=True, help="List the findings of others.")
@click.option("--conflicts", is_flag=True, help="List the records that both sides changed.")
@click.option("--settle", metavar="RECORD", help="Settle the conflict about this record.")
@click.option("--take", default="", metavar="SIDE", help="With --settle: ours or theirs.")
@passphrase_option
def command(  # noqa: PLR0913 - each is an option
    bundle: Path | None, case: Path | None, *, purpose: str, authority: str, is_list: bool, findings: bool, conflicts: bool, settle: str | None,
    take: str,
) -> None:  # fmt: skip
    """Take over what a bundle brings into a case, all of it or nothing. It is checked first, as a stranger's.

    Evidence and records of the casebook come in, marked with the key that signed them; findings stay those of others; custody comes along. Nothing of
    yours is overwritten: where both sides changed a record, both versions are kept, and you decide.

    \b
    Examples:
      cw import hubei.zip -C mine --purpose "joint review"
      cw import --conflicts
      cw import --settle incident/CW-1 --take theirs
    """
    from counterwatch.cli import imports

    opened = the_case(case)
    if is_list or findings or conflicts:
        imports.show_asked(opened, is_list=is_list, findings=findings, conflicts=conflicts)
    elif settle:
        imports.settled(opened, settle, take)
    elif bundle is None:
        raise WrongUsage(NOTHING(), hint=NAME_IT())
    else:
        imports.take_in(opened, bundle, purpose=purpose, authority=authority)
