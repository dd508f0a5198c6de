"""Walk the commands of the program, for the reference and for the guard rails."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import click


def commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command of the program with the words that call it, `cw` first."""
    module = vars(importlib.import_module("counterwatch.cli.main"))
    yield from below(("cw",), next(each for each in module.values() if isinstance(each, click.Group)))


def below(path: tuple[str, ...], command: click.Command) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield a command and all that are below it."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=path[-1])
        for name in command.list_commands(context):
            if (child := command.get_command(context, name)) is not None:
                yield from below((*path, name), child)


def spellings(command: click.Command) -> list[str]:
    """Return every name that a command gives to what can be passed to it."""
    return [word for each in command.params for word in (each.name or "", *each.opts, *each.secondary_opts, str(each.metavar or ""))]
