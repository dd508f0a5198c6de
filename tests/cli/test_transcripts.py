"""Every transcript is what a person could have typed: `$` lines are run with bash, the lines below are what must come back.

`...` stands for any text within a line, a line `...` for any lines. `[4]` alone on a line is the exit code (0 where none is given).
Standard output and standard error arrive in the order in which they were written. The `console` blocks of a guide are such a transcript too.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from quick_identity import keep_quick_identity

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = [DOCS / "guide/beside-the-data.md", DOCS / "guide/bundle.md"]
TRANSCRIPTS = [*sorted(Path(__file__).parent.glob("transcripts/*.txt")), *GUIDES]
LONG = ("recovery", "coordination", "encrypted", "claim", "records", "redact", "what_was_left_out", "screen", "identity", "beside-the-data")
"""Each takes ten to twenty-five seconds, and what it shows is tested command by command elsewhere."""
KEYS = {"keys": "one two three", "intake_form": "six words that nobody can guess", "encrypted_custody": "correct horse battery"}
"""Where keys are there from the start, under this passphrase: making and opening some takes a second each time."""
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"\[(\d+)\]")


def blocks(text: str) -> list[tuple[str, list[str], int]]:
    found: list[tuple[str, list[str], int]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], [], 0))
        elif line.startswith("#") or not found:
            continue
        elif match := CODE.fullmatch(line):
            found[-1] = (*found[-1][:2], int(match[1]))
        else:
            found[-1][1].append(line)
    return found


def pattern(lines: list[str]) -> str:
    kept = lines[: len(lines) - next((i for i, line in enumerate(reversed(lines)) if line), 0)] if any(lines) else []
    return "".join(r"(?:.*\n)*?" if line == "..." else ".*?".join(map(re.escape, line.split("..."))) + "\n" for line in kept)


def run(command: str, folder: Path, home: Path) -> tuple[str, int, Path]:
    scripts = Path(sys.executable).parent
    environment = {"PATH": f"{scripts}:{os.environ['PATH']}", "LANG": "C.UTF-8", "HOME": str(home), "COUNTERWATCH_HOME": str(home), "COLUMNS": "100"}
    script = f"{command}\nstatus=$?\npwd >&3\nexit $status"
    place = home / "pwd"
    typed = ["bash", "-c", f"exec 2>&1 3>{place}\n{script}"]
    done = subprocess.run(typed, cwd=folder, env=environment, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, check=False, timeout=300)
    return done.stdout, done.returncode, Path(place.read_text().strip())


@pytest.mark.parametrize(
    "transcript", [pytest.param(each, marks=[pytest.mark.slow] if each.stem in LONG else [], id=each.stem) for each in TRANSCRIPTS]
)
def test_transcript(transcript: Path, tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    folder.mkdir()
    (folder / "docs").symlink_to(DOCS)
    if transcript.stem in KEYS:
        keep_quick_identity(home, KEYS[transcript.stem])
    text = transcript.read_text()
    for command, lines, code in blocks("".join(CONSOLE.findall(text)) if transcript in GUIDES else text):
        output, got, folder = run(command.removeprefix("uv run "), folder, home)
        assert re.fullmatch(pattern(lines), output), f"$ {command}\nexpected:\n" + "\n".join(lines) + f"\ngot:\n{output}"
        assert got == code, f"$ {command}\nleft with {got}, not {code}:\n{output}"
