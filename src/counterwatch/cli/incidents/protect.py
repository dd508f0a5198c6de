"""`cw incidents protect`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="protect")
@click.option("--from", "source", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True), help="A file, - for standard input.")
@click.option("--remove", is_flag=True, help="Take the terms off; whoever does must know them.")
@case_option
@passphrase_option
def command(source: Path | None, *, remove: bool, case: Path | None) -> None:
    """Enter names, numbers and addresses that must appear nowhere: one for each question, or one on each line of a file.

    They are sealed to the keys of the case, and no command shows them again. A row that holds one is refused, a search for one finds nothing,
    whatever its letter case, width, accents, spaces, and whether Chinese is traditional or simplified; a telephone number in any way of writing.

    \b
    Examples:
      cw incidents protect
      cw incidents protect --from names.txt
    """
    from counterwatch.api.incidents_protected import protect, unprotect
    from counterwatch.cli.casebook_search import show_protected, terms_given

    opened = the_case(case)
    terms = terms_given(source)
    show_protected((unprotect if remove else protect)(opened, terms), removed=remove)
