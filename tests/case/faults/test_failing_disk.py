import errno
from pathlib import Path

import pytest

from failing import check_failures
from runs import MODES, make, opened

STEPS = {"add one": 3, "add many": 31, "figures": 7, "new": 7, "rekey": 29}


@pytest.fixture(scope="module", params=MODES)
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    (folder / "work").mkdir()
    (folder / "cases").mkdir()
    make(folder / "cases", request.param)
    return folder


@pytest.mark.parametrize(("command", "step"), STEPS.items())
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
def test_a_call_that_fails_is_never_followed_by_an_acknowledgement(base: Path, tmp_path: Path, command: str, step: int, number: int) -> None:
    if command == "rekey" and not opened(base / "cases/case").case_file.is_encrypted:
        pytest.skip("a plain case has no recipients")
    assert check_failures(base, tmp_path, command, step=step, number=number) >= 3


def test_what_a_failed_sync_dropped_is_not_taken_for_written(base: Path, tmp_path: Path) -> None:
    assert check_failures(base, tmp_path, "figures", step=4, number=errno.EIO, then_power_loss=True) >= 3
