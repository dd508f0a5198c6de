"""`cw incidents duplicates`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="duplicates")
@click.option("--least", type=float, default=0.6, show_default=True, help="The probability from which a pair is proposed.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a row for each reason, as CSV.")
@case_option
@passphrase_option
def command(*, least: float, as_csv: bool, case: Path | None) -> None:
    """Propose records that may be of one event, with every reason and what speaks against it; nothing is merged by itself.

    Names are compared across scripts by sound and by what languages call a city. Published totals and withdrawn records are left out.

    \b
    Examples:
      cw incidents duplicates
      cw incidents duplicates --least 0.3 --csv
    """
    from counterwatch.api.incidents_duplicates import proposed
    from counterwatch.cli.casebook_duplicates import show_duplicates
    from counterwatch.cli.terminal import progress

    with progress() as bar:
        found = proposed(the_case(case), least=least, progress=bar)
    show_duplicates(found, as_csv=as_csv)
