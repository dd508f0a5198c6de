"""`cw incidents intake new`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.incidents.intake.limits import TAGS


@click.command(name="new")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("form.html"), show_default=True, help="The file to write.")
@click.option("--language", "languages", default=",".join(TAGS), show_default=True, metavar="TAG,...", help="The languages; English is always in.")
@click.option(
    "--accept-unreviewed",
    "accepted",
    multiple=True,
    metavar="TAG",
    help="Put a language in that nobody reviewed, beside English; consent stays none.",
)
@click.option("--title", default="", help="The heading and title; a neutral word where none is given.")
@click.option("--organisation", default="", help="Who made the form; nothing where none is given.")
@click.option("--intake", default="", metavar="ID", help="Build a form of an intake of the case again, instead of a new one.")
@click.option("--force", is_flag=True, help="Replace the file.")
@case_option
@passphrase_option
def command(
    *, output: Path, languages: str, accepted: tuple[str, ...], title: str, organisation: str, intake: str, force: bool, case: Path | None
) -> None:
    """Build a form that strangers can fill in without a network: one file, which saves what they tell encrypted to a key of its own.

    Hand the file and its SHA-256 out on different ways, and read the fingerprint to each other. The same intake and options give the same bytes.

    \b
    Examples:
      cw incidents intake new -o form.html
      cw incidents intake new -o form.html --language en,bo --accept-unreviewed bo
    """
    from counterwatch.api.intake_form import new_form
    from counterwatch.cli.casebook_intake import show_form

    wanted, unreviewed = ([tag.strip() for tag in text.split(",") if tag.strip()] for text in (languages, ",".join(accepted)))
    made = new_form(
        the_case(case), output, intake=intake, languages=wanted, accept_unreviewed=unreviewed, title=title, organisation=organisation, force=force
    )
    show_form(made)
