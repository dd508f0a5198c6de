from pathlib import Path

import pytest

from kills import check_kills
from runs import MODES


@pytest.mark.parametrize("mode", MODES)
def test_killed_at_any_moment_every_command_keeps_what_it_acknowledged(tmp_path: Path, mode: str) -> None:
    found = check_kills(tmp_path / "kills", 12, mode)
    assert found.killed.total() == 12
    assert found.acknowledged > 0
