from pathlib import Path

from kills import check_kills
from runs import COMMANDS


def test_killed_at_any_moment_every_command_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    found = check_kills(tmp_path / "kills", 40)
    assert set(found.killed) == set(COMMANDS)
    assert found.acknowledged > 0
