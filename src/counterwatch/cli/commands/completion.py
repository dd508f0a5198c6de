"""`cw completion`: tab completion for the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from counterwatch.cli.terminal import show


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the shell completion script.

    \b
    Examples:
      eval "$(cw completion bash)"
      cw completion fish > ~/.config/fish/completions/cw.fish
    """
    from counterwatch.cli.main import cw

    found = get_completion_class(shell)
    if found is not None:
        show(found(cw, {}, "cw", "_CW_COMPLETE").source())
