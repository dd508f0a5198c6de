"""`cw lock`: forget the unlocked keys."""

from __future__ import annotations

import click

from counterwatch.cli.terminal import show, text
from counterwatch.core import Template

LOCKED = Template("cli.lock.locked", "locked: the keys are no longer in memory")
WAS_LOCKED = Template("cli.lock.was_locked", "nothing was unlocked")


@click.command(name="lock")
def command() -> None:
    """Forget the unlocked keys: from here on, encrypted cases ask for the passphrase again.

    \b
    Examples:
      cw lock
      cw report && cw lock
    """
    from counterwatch.api.keys import lock

    show(text(LOCKED() if lock() else WAS_LOCKED()))
