"""`cw incidents`: a casebook that starts from a sheet and counts honestly. Its commands are the files of `cli/incidents`."""

from __future__ import annotations

import click

from counterwatch.cli import incidents
from counterwatch.cli.folder import CommandsOfFolder


@click.group(name="incidents", cls=CommandsOfFolder, package=incidents.__name__)
def command() -> None:
    """Keep a casebook: what happened, who says so, how sure, how many.

    \b
    Examples:
      cw incidents template -o cases.xlsx
      cw incidents import cases.xlsx
      cw incidents count --by tactic,host_country
    """
