"""The tutorials happen as they say: every line after a $ is run as it stands, and what is shown under it is printed, in that order."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
TUTORIALS = ROOT / "docs" / "tutorials"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COPIED = re.compile(r"`((?:src|docs)/[^`]+\.[a-z]+)`")


def steps(text: str) -> list[tuple[str, list[str]]]:
    """Return each command with the lines shown under it."""
    found: list[tuple[str, list[str]]] = []
    for line in "".join(BLOCK.findall(text)).splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def run(command: str, folder: pathlib.Path, environment: dict[str, str]) -> str:
    """Run a line in a shell; a passphrase is typed where one is asked for."""
    reading, writing = os.pipe()
    os.write(writing, b"a long passphrase of six words\n")
    os.close(writing)
    typed = f"{command} --passphrase-fd {reading}" if command == "cw unlock" else command
    done = subprocess.run(
        ["bash", "-c", typed], cwd=folder, env=environment, pass_fds=[reading], capture_output=True, text=True, timeout=300, check=False
    )
    os.close(reading)
    said = done.stdout + "\n" + done.stderr
    assert done.returncode == 0 or command == "cw incidents publish --dry-run", f"$ {command}\n{said}"
    return said


def is_shown(line: str, said: list[str], start: int) -> int | None:
    """Return the place after the line that is as shown; … stands for anything."""
    wanted = re.compile(".*".join(re.escape(each) for each in line.strip().split("…")))
    return next((place + 1 for place in range(start, len(said)) if wanted.fullmatch(said[place].strip())), None)


@pytest.mark.parametrize("name", [each.stem for each in sorted(TUTORIALS.glob("*.md"))])
def test_a_tutorial_happens_as_it_says(name: str, tmp_path: pathlib.Path) -> None:
    text = (TUTORIALS / f"{name}.md").read_text(encoding="utf-8")
    for each in COPIED.findall(text):
        shutil.copy(ROOT / each, tmp_path)
    environment = os.environ | {
        "COUNTERWATCH_HOME": str(tmp_path / "home"), "PATH": f"{pathlib.Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "COLUMNS": "200",
    }  # fmt: skip
    folder, commands = tmp_path, steps(text)
    assert len(commands) >= 6
    try:
        for command, shown in commands:
            if command.startswith("cd "):
                folder /= command[3:]
                continue
            said, places = run(command, folder, environment).splitlines(), dict[bool, int]()
            for line in shown:
                # What a command prints to the two streams comes in an order of its own: each is held in order by itself.
                is_result = is_shown(line, said, places.get(True, 0))
                place = is_result if is_result is not None else is_shown(line, said, 0)
                assert place is not None, f"$ {command}\nnot printed: {line}\n" + "\n".join(said)
                if is_result is not None:
                    places[True] = place
    finally:
        subprocess.run(["cw", "lock"], env=environment, check=False, capture_output=True)


def test_every_persona_has_a_tutorial_in_the_index() -> None:
    assert {each.stem for each in TUTORIALS.glob("*.md")} == {"journalist", "lawyer", "ngo", "researcher"}
    assert "tutorials/*" in (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
