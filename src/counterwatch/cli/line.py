"""One line from a terminal, edited as the user's system does it: wide characters, input methods, and no memory of what was typed."""

from __future__ import annotations

import contextlib
import sys
from types import ModuleType

import click

from counterwatch.cli.terminal import say
from counterwatch.core import Template

NOT_UTF8 = Template("cli.line.not_utf8", "the terminal sent bytes that are no text in its encoding; type it again")
LONGEST = 20_000
TOO_LONG = Template(
    "cli.line.too_long", "that is {n} character long; seal a long text as a file", "that is {n} characters long; seal a long text as a file"
)
SIGN = "> "


def somebody_there() -> bool:
    """Is there a terminal on which somebody can answer?"""
    return sys.stdin.isatty() and sys.stderr.isatty()


def line() -> str:
    """Return the next line as one line of text. Raises `KeyboardInterrupt` and `EOFError` as `input` does."""
    _editor()
    while True:
        if sys.stdout.isatty():
            # The editor must know the sign that stands before the text, or it writes over it when a long line is mended.
            written = input(SIGN)
        else:
            click.echo(SIGN, nl=False, err=True)
            written = input()
        try:
            written.encode()
        except UnicodeEncodeError:
            say(NOT_UTF8())
            continue
        if len(written) > LONGEST:
            say(TOO_LONG(n=len(written)))
            continue
        return " ".join(written.split())


def _editor() -> ModuleType | None:
    """Return the line editor, which completes paths and keeps no history; None where the system has none."""
    with contextlib.suppress(ImportError):
        import readline

        readline.set_auto_history(False)
        readline.set_completer_delims("\n")
        readline.parse_and_bind("tab: complete")
        return readline
    return None
