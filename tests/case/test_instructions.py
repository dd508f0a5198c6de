import random
import shutil
import subprocess
from pathlib import Path

import pytest

from case_examples import SIGNER, copied, files_of, small_case
from counterwatch.case import verify
from counterwatch.case.case import Case

if shutil.which("openssl") is None or shutil.which("sha256sum") is None:
    pytest.skip("openssl and sha256sum are not here", allow_module_level=True)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_case(tmp_path_factory.mktemp("small"))


def follow(root: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Run the indented lines of the instructions as they stand."""
    commands = "\n".join(line[4:] for line in text.splitlines() if line.startswith("    "))
    return subprocess.run(["bash", "-c", commands], cwd=root, capture_output=True, text=True, check=False)


def test_the_instructions_say_good_of_a_good_case(small: Path) -> None:
    before = files_of(small)
    answer = follow(small, (small / "VERIFY.txt").read_text())
    assert answer.returncode == 0
    assert answer.stdout.splitlines() == [f"entries: 4; head: {Case.open(small).head.hash}", f"the founder's key: {SIGNER.id}", "GOOD"]
    assert answer.stderr == ""
    assert files_of(small) == before


def test_the_instructions_say_bad_after_a_flipped_byte_in_any_file(small: Path, tmp_path: Path) -> None:
    root, rng = copied(small, tmp_path), random.Random(5)
    text = (root / "VERIFY.txt").read_text()
    for name, data in files_of(root).items():
        if not data or name.startswith("work/"):
            continue
        offset = rng.randrange(len(data))
        (root / name).write_bytes(data[:offset] + bytes([data[offset] ^ 1 << rng.randrange(7)]) + data[offset + 1 :])
        answer = follow(root, text)
        assert (answer.returncode, answer.stdout.splitlines()[-1]) == (1, "BAD"), (name, offset, answer.stdout, answer.stderr)
        (root / name).write_bytes(data)
    assert follow(root, text).returncode == 0


def test_the_instructions_see_what_is_missing(small: Path, tmp_path: Path) -> None:
    for pattern in ("objects/*/*", "ledger/000002.jsonl", "ledger/000002.checkpoint.json", "keys/*"):
        root = copied(small, tmp_path)
        text = (root / "VERIFY.txt").read_text()
        min(root.glob(pattern)).unlink()
        assert follow(root, text).stdout.splitlines()[-1] == "BAD"
        assert not verify(root).is_good
        shutil.rmtree(root)
