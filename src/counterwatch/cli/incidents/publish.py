"""`cw incidents publish`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.core.language import LANGUAGES


@click.command(name="publish")
@click.option("--by", "by", multiple=True, metavar="WAY[,WAY]", help="A table of persons' cases by one way or two; give it again for another table.")
@click.option("--unit", type=click.Choice(["incidents", "acts", "persons"]), default="incidents", show_default=True, help="What tables count.")
@click.option("--rows", is_flag=True, help="Rows of persons instead of tables, where enough are alike in the ways of --by.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("release"), show_default=True, help="The folder to write.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of the release.")
@click.option("--dry-run", is_flag=True, help="Show what would be printed and withheld; write and store nothing.")
@click.option("--force", is_flag=True, help="Replace a folder that holds an earlier release.")
@case_option
@passphrase_option
def command(*, by: tuple[str, ...], unit: str, rows: bool, output: Path, language: str, dry_run: bool, force: bool, case: Path | None) -> None:
    """Publish what exposes nobody: exact rows about organisations, and tables of persons' cases in which no small count can be worked out.

    Consent, marks of sharing and the right of reply decide what may go out. Every earlier release of the case is part of the proof, and the written
    bytes are searched for protected terms. What cannot be published is refused, with the least coarsening that can.

    \b
    Examples:
      cw incidents publish --dry-run
      cw incidents publish --by year,host_country --by family -o release-1
    """
    from counterwatch.api.publication import publish
    from counterwatch.cli.casebook_publication import show_release
    from counterwatch.cli.terminal import progress

    ways = [[way.strip() for way in each.split(",") if way.strip()] for each in by]
    with progress() as bar:
        made = publish(the_case(case), None if dry_run else output, by=ways, unit=unit, rows=rows, language=language, force=force, progress=bar)
    show_release(made)
