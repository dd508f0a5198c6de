import errno
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from case_examples import SIGNER, files_of, new_case, small_case
from failing import calls_of, failing
from loss import without_index
from power import lay_out, state_of
from runs import COMMANDS, add_one, check, held

from counterwatch.case import Case
from counterwatch.core import CounterwatchError

PLACES = [("add one", 1), ("add many", 7), ("figures", 3), ("new", 1)]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    (folder / "work").mkdir()
    (folder / "cases").mkdir()
    small_case(folder / "cases")
    return folder


def fresh(base: Path, folder: Path) -> Path:
    return Path(shutil.copytree(base, folder))


def points(base: Path, command: str, tmp_path: Path, step: int) -> Iterator[int]:
    """Yield which call is to fail: the first, every so many after it, and the last."""
    folder = fresh(base, tmp_path / "count")
    last = calls_of(folder / "cases", lambda: COMMANDS[command](folder / "cases/case", folder / "work", lambda _id: None))
    assert last > 10
    yield from range(1, last, step)
    yield last


@pytest.mark.parametrize(("command", "step"), PLACES)
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
def test_a_call_that_fails_is_never_followed_by_an_acknowledgement(base: Path, tmp_path: Path, command: str, step: int, number: int) -> None:
    for at in points(base, command, tmp_path, step):
        check_failure(fresh(base, tmp_path / str(at)), command, at, number)
        shutil.rmtree(tmp_path / str(at))


def check_failure(folder: Path, command: str, at: int, number: int) -> None:
    """A disk that is full stays full; one that fails does so once. What was not refused was done whole."""
    root, acknowledged = folder / "cases/case", set[str]()
    with failing(folder / "cases", at, number=number, forever=number == errno.ENOSPC) as met:
        try:
            COMMANDS[command](root, folder / "work", acknowledged.add)
        except CounterwatchError as error:
            assert error.hint
            assert acknowledged == set(), met.met
    if acknowledged:
        assert "tmp" in met.met[0].path, met.met  # only the text of the lock and leftovers may fail after the entry is written
    check(root, acknowledged, folder / "later")
