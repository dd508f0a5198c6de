"""`cw incidents intake`: its commands are the files of this folder."""

from __future__ import annotations

import click

from counterwatch.cli.folder import CommandsOfFolder


@click.group(name="intake", cls=CommandsOfFolder, package=__name__)
def command() -> None:
    """Receive what strangers tell: a form that works without a network, and what it saved.

    \b
    Examples:
      cw incidents intake new -o form.html
      cw incidents intake show
    """
