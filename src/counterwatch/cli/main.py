"""`cw`: the group of all commands, and what happens when one of them fails."""

from __future__ import annotations

import gc
import importlib
import keyword
import os
import sys
from typing import Any

import click

from counterwatch.core.errors import CounterwatchError
from counterwatch.core.version import __version__

COMMANDS = {
    "demo": "Real packaged data through checks, report and verification: see what the tool does.",
    "new": "Make a case: a folder of sealed evidence with a custody log.",
    "add": "Seal evidence: hash, who, when, where from.",
    "figures": "Test published statistics: does a series behave as counted numbers do?",
    "screen": "Screen a long Parquet file with many thousand series: a short row for each answer.",
    "coordination": "Test public posts: do accounts act together more than shared news explains?",
    "claim": "Compute a published sentence again: 908 of 1219 is nearly 80 percent.",
    "incidents": "Keep a casebook that starts from a sheet: import, list, count, with ranges and sources kept apart.",
    "export": "Write the casebook for partners and other programs, or the whole case as a bundle that a stranger can check.",
    "import": "Take over what somebody else hands over: checked first, marked as theirs, never in place of your own.",
    "exposure": "Look at your own things: what your traffic and exports give away, what stops when one identity goes dark.",
    "redact": "Remove areas and terms from a PDF or picture, and prove later what was removed without showing the rest.",
    "plan": "Choose the checks of figures before the data are sealed.",
    "question": "Record what a source was asked about its figures, and what it answered.",
    "report": "Write the findings of a case as one page that a stranger can check again.",
    "verify": "Check a case, a bundle or a report, and name what is damaged and the findings it touches.",
    "unlock": "Unlock your keys for twelve hours, so that encrypted cases open without asking.",
    "lock": "Forget the unlocked keys.",
    "key": "Your own keys, and who can read and sign a case.",
    "log": "Show who held what, when: the custody history of a case.",
    "custody": "Record what was done with evidence, and why and by what right.",
    "records": "Search the records of a case, see how one changed, erase one for a reason.",
    "handover": "Hand a case over: offer it, check the copy and sign for it, record the receipt.",
    "letter": "Draft a letter from a case: exhibits, declaration, covering letter, request for comment.",
    "anchor": "Fix the state of a case outside it: on paper, by a time-stamp, in OpenTimestamps.",
    "rescue": "Copy what is intact of a damaged case into a new one.",
    "checks": "List the checks: what can be asked, with source, options and limits.",
    "completion": "Print the shell completion script for bash, zsh or fish.",
}
"""Every command and its line in `cw --help`; the file `commands/NAME.py` holds it and is imported when it is used."""

INTERRUPTED = 130
MANY_OBJECTS = 100_000


class LazyGroup(click.Group):
    """Imports a command when it is called, so that `cw --help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command = importlib.import_module(f"counterwatch.cli.commands.{module}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 (click's signature)
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="counterwatch")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
def cw(debug: bool) -> None:
    """Document transnational repression, test published figures, protect yourself.

    \b
    Examples:
      cw demo
      cw figures hubei.csv
    """


def main(arguments: list[str] | None = None) -> None:
    """Run `cw` and leave with its exit code; an error says what, where and what to do next."""
    arguments = sys.argv[1:] if arguments is None else arguments
    # A command makes many objects and ends: looking through all of them for rings every 700 costs it a tenth of its time.
    gc.set_threshold(MANY_OBJECTS, *gc.get_threshold()[1:])
    try:
        code = cw.main(args=arguments, prog_name="cw", standalone_mode=False)
    except Exception as error:
        code = _failed(error, debug="--debug" in arguments)
    except KeyboardInterrupt:
        code = INTERRUPTED
    if (terminal := sys.modules.get("counterwatch.cli.terminal")) is not None:
        terminal.say_unreviewed()
    _close_quietly()
    sys.exit(code if isinstance(code, int) else 0)


def _failed(error: Exception, *, debug: bool) -> int:
    from counterwatch.cli.terminal import say_error

    if isinstance(error, click.exceptions.Abort):
        return INTERRUPTED
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        return 0
    if debug:
        raise error
    return say_error(error) if isinstance(error, CounterwatchError | OSError) else _unexpected(error)


def _unexpected(error: Exception) -> int:
    click.echo(f"cw: this should not have happened: {type(error).__name__}", err=True)
    click.echo("cw: hint: run the same command as `cw --debug ...` and report what it prints; check first that it names nobody", err=True)
    return 1


def _close_quietly() -> None:
    # A reader such as `head` may have gone; Python would complain about it while it exits.
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def exits(code: int) -> Any:
    """Leave the running command with an exit code."""
    raise click.exceptions.Exit(code)
