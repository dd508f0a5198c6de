"""Walk the commands of the program, for the reference and for the guard rails."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import click


def commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with the words that call it, `cw` first."""
    main = importlib.import_module("counterwatch.cli.main").cw
    yield from _below(("cw",), main)


def _below(path: tuple[str, ...], command: click.Command) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=path[-1])
        for name in command.list_commands(context):
            if (child := command.get_command(context, name)) is not None and not child.hidden:
                yield from _below((*path, name), child)
