"""Groups of commands whose members are the modules of a folder, found by their name."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import click


class CommandsOfFolder(click.Group):
    """The commands of a folder: a module or folder that holds `command` is one, called as the module is."""

    def __init__(self, *args: Any, package: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._package = package

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(name for name in self._modules() if self.get_command(ctx, name) is not None)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        module = self._modules().get(cmd_name)
        command = getattr(importlib.import_module(f"{self._package}.{module}"), "command", None) if module else None
        return command if isinstance(command, click.Command) else None

    def _modules(self) -> dict[str, str]:
        path = importlib.import_module(self._package).__path__
        return {each.name.rstrip("_"): each.name for each in pkgutil.iter_modules(path)}
