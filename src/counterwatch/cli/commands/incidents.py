"""`cw incidents`: a casebook that starts from a sheet and counts honestly. Its commands are the files of `cli/incidents`."""

from __future__ import annotations

import importlib
import pkgutil

import click

from counterwatch.cli import incidents


class CommandsOfFolder(click.Group):
    """The commands of a folder: a module that holds `command` is one, called as the module is."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        found = (each.name.rstrip("_") for each in pkgutil.iter_modules(incidents.__path__))
        return sorted(name for name in found if self.get_command(ctx, name) is not None)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        modules = {each.name.rstrip("_"): each.name for each in pkgutil.iter_modules(incidents.__path__)}
        if cmd_name not in modules:
            return None
        command = getattr(importlib.import_module(f"{incidents.__name__}.{modules[cmd_name]}"), "command", None)
        return command if isinstance(command, click.Command) else None


@click.group(name="incidents", cls=CommandsOfFolder)
def command() -> None:
    """Keep a casebook: what happened, who says so, how sure, how many.

    \b
    Examples:
      cw incidents template -o cases.xlsx
      cw incidents import cases.xlsx
      cw incidents count --by tactic,host_country
    """
