"""`cw incidents template`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(name="template")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("casebook.xlsx"), show_default=True, help="Where to write it.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def command(output: Path, *, force: bool) -> None:
    """Write an empty sheet to fill in: a column for each field, with its terms to choose from and what they mean.

    \b
    Examples:
      cw incidents template -o cases.xlsx
    """
    from counterwatch.cli.casebook import write_template

    write_template(output, force=force)
