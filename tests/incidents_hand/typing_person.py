"""Somebody who types into `cw` on a real pseudo-terminal, into a case of their own."""

from __future__ import annotations

import os
import pathlib
import signal
import subprocess
import sys
from collections.abc import Iterable

import pexpect

from quick_identity import keep_quick_identity

CW = [sys.executable, "-c", "import sys; from counterwatch.cli.main import main; sys.argv[0] = 'cw'; main()"]


class Person:
    """A home with keys, an encrypted case, and a way to run `cw` with or without a terminal. A home may be shared."""

    def __init__(self, folder: pathlib.Path, home: pathlib.Path, *, language: str = "en", plain: bool = False) -> None:
        self.folder, self.case = folder, folder / "case"
        self.environment = {
            **os.environ,
            "COUNTERWATCH_HOME": str(home),
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "CW_LANGUAGE": language,
            "TERM": "xterm",
        }
        (folder / "words").write_text("correct horse battery\n")
        if not home.exists():
            keep_quick_identity(home, "correct horse battery")
            self.run("unlock", passphrase=True)
        self.run("new", str(self.case), *(["--plain"] if plain else []))

    def run(self, *typed: str, code: int = 0, passphrase: bool = False) -> str:
        """Run a command without a terminal, and return what it printed."""
        descriptor = os.open(self.folder / "words", os.O_RDONLY)
        line = [*CW, *typed, *(["--passphrase-fd", str(descriptor)] if passphrase else [])]
        done = subprocess.run(
            line, env=self.environment, cwd=self.case if self.case.exists() else self.folder, pass_fds=[descriptor], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=120,
        )  # fmt: skip
        os.close(descriptor)
        assert done.returncode == code, done.stdout
        return done.stdout

    def at_terminal(self, *typed: str) -> pexpect.spawn:
        """Start a command on a terminal of 100 columns."""
        return pexpect.spawn(
            CW[0], [*CW[1:], *typed], env=self.environment, cwd=str(self.case), encoding="utf-8", dimensions=(60, 100), timeout=60, echo=True
        )


def answer(session: pexpect.spawn, answers: Iterable[str]) -> None:
    """Wait for each question, and answer it."""
    for each in answers:
        session.expect_exact("> ")
        session.sendline(each)


def ended(session: pexpect.spawn) -> tuple[str, int]:
    """Wait for the end; return what was printed since, and the exit code."""
    session.expect(pexpect.EOF)
    session.close()
    return str(session.before), int(session.exitstatus if session.exitstatus is not None else -1)


def killed(session: pexpect.spawn) -> None:
    """Kill a session as a power cut would."""
    session.kill(signal.SIGKILL)
    session.expect(pexpect.EOF)
    session.close()
