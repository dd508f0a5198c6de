import errno
from pathlib import Path

import pytest
from case_examples import small_case
from failing import check_failures

STEPS = {"add one": 1, "add many": 9, "figures": 3, "new": 3}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    (folder / "work").mkdir()
    (folder / "cases").mkdir()
    small_case(folder / "cases")
    return folder


@pytest.mark.parametrize(("command", "step"), STEPS.items())
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
def test_a_call_that_fails_is_never_followed_by_an_acknowledgement(base: Path, tmp_path: Path, command: str, step: int, number: int) -> None:
    assert check_failures(base, tmp_path, command, step=step, number=number) >= 10


def test_what_a_failed_sync_dropped_is_not_taken_for_written(base: Path, tmp_path: Path) -> None:
    assert check_failures(base, tmp_path, "figures", step=1, number=errno.EIO, then_power_loss=True) >= 10
