"""The passphrase, and the recovery key of a case: from the terminal or from a file descriptor, never from arguments or the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import click

from counterwatch.cli.terminal import say, text
from counterwatch.core import Message, Template, WrongUsage

PASSPHRASE = Template("cli.passphrase.passphrase", "Passphrase")
NEW_PASSPHRASE = Template("cli.passphrase.new_passphrase", "Choose a passphrase for your keys")
AGAIN = Template("cli.passphrase.again", "The same again")
FIRST_USE = Template(
    "cli.passphrase.first_use", "Your keys are made now: one that opens your cases, one that signs. Nobody can reset their passphrase."
)
RECOVERY_KEY = Template("cli.passphrase.recovery_key", "Recovery key of the case, from paper (it is not shown while you type)")
NO_DESCRIPTOR = Template("cli.passphrase.no_descriptor", "cannot read from descriptor {number:raw}: {reason}")
HOW = Template("cli.passphrase.how", "open it in the shell: cw unlock --passphrase-fd 3 3< FILE")
LONGEST = 1 << 16

F = TypeVar("F", bound=Callable[..., Any])


def passphrase_option(command: F) -> F:
    """Let a command ask for the passphrase when it turns out to need one."""
    return click.option(
        "--passphrase-fd", type=click.IntRange(min=0), metavar="N", expose_value=False, is_eager=True, callback=_prepare,
        help="Read the passphrase from this file descriptor; one line for each try.",
    )(command)  # fmt: skip


def _prepare(_context: click.Context, _option: click.Parameter, number: int | None) -> None:
    from counterwatch.api.keys import ASKING, CHOOSING

    if number is not None:
        lines = _lines(number)
        ASKING.set(lambda: next(lines, None))
        CHOOSING.set(lambda: next(lines, None))
    elif sys.stdin.isatty() and sys.stderr.isatty():
        ASKING.set(lambda: str(click.prompt(text(PASSPHRASE()), hide_input=True, err=True)))
        CHOOSING.set(_choose)


def recovery_option(command: F) -> F:
    """Let a command ask for the recovery key of a case."""
    return click.option(
        "--recovery-fd", type=click.IntRange(min=0), metavar="N", expose_value=False, is_eager=True, callback=_prepare_recovery,
        help="Read the recovery key from this file descriptor; one line for each try.",
    )(command)  # fmt: skip


def _prepare_recovery(_context: click.Context, _option: click.Parameter, number: int | None) -> None:
    from counterwatch.api.keys import RECOVERING

    if number is not None:
        lines = _lines(number)
        RECOVERING.set(lambda _wrong: next(lines, None))
    elif sys.stdin.isatty() and sys.stderr.isatty():
        RECOVERING.set(_recovery)


def _recovery(wrong: Message | None) -> str:
    if wrong:
        say(wrong)
    return str(click.prompt(text(RECOVERY_KEY()), hide_input=True, err=True))


def _choose() -> str:
    say(FIRST_USE())
    return str(click.prompt(text(NEW_PASSPHRASE()), hide_input=True, err=True, confirmation_prompt=text(AGAIN())))


def _lines(number: int) -> Iterator[str]:
    """Yield the lines of a descriptor; it is read when the passphrase is needed."""
    try:
        data = bytearray()
        while piece := os.read(number, LONGEST):
            data += piece
        yield from data.decode().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "UTF-8"
        raise WrongUsage(NO_DESCRIPTOR(number=number, reason=reason), hint=HOW()) from error
