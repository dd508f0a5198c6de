"""A check in somebody else's package is found through its entry point, and findings say whose it is.

The package is the example of the documentation, installed the way an installer would leave it.
"""

import os
import pathlib
import subprocess
import sys

import msgspec
import pytest

from counterwatch.core import Finding, Verdict

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "examples" / "own-check"
ASK = """
import sys, numpy
from counterwatch.core import canonical, registry
check = registry.checks()["own_check.parity"]
sys.stdout.buffer.write(canonical(check(check.planted(numpy.random.default_rng(0)))))
"""


@pytest.fixture
def installed(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Return a folder on the path of child processes that holds the example package and its metadata."""
    about = tmp_path / "own_check-0.3.0.dist-info"
    about.mkdir()
    (tmp_path / "own_check.py").write_bytes((EXAMPLE / "own_check.py").read_bytes())
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: own-check\nVersion: 0.3.0\n")
    (about / "entry_points.txt").write_text("[counterwatch.checks]\nown_check = own_check\n")
    (about / "RECORD").write_text("own_check.py,,\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    return tmp_path


def test_a_third_party_check_appears_and_says_whose_it_is(installed: pathlib.Path) -> None:
    answer = subprocess.run([sys.executable, "-c", ASK], capture_output=True, check=True).stdout
    (finding,) = msgspec.json.decode(answer, type=list[Finding])
    assert finding.check == "own_check.parity"
    assert finding.verdict is Verdict.DEPARTS
    assert finding.params == {"smallest": 100, "alpha": 0.01}
    assert finding.software["own_check"] == "own-check 0.3.0"


def test_the_hash_of_its_code_follows_its_source(installed: pathlib.Path) -> None:
    before = subprocess.run([sys.executable, "-c", ASK], capture_output=True, check=True).stdout
    with (installed / "own_check.py").open("a") as file:
        file.write("# another line\n")
    after = subprocess.run([sys.executable, "-c", ASK], capture_output=True, check=True).stdout
    (one,), (other,) = (msgspec.json.decode(each, type=list[Finding]) for each in (before, after))
    assert one.software["code"] != other.software["code"]
    assert one.id == other.id, "identity hashes what went in"


@pytest.mark.slow
def test_the_example_keeps_the_promises_of_every_check(installed: pathlib.Path) -> None:
    suite = EXAMPLE.parents[2] / "tests" / "test_every_check.py"
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-k", "own_check", str(suite)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=EXAMPLE.parents[2])
    assert done.returncode == 0, done.stdout[-3000:]
    assert "passed" in done.stdout
