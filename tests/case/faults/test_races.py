from pathlib import Path

from case_examples import new_case
from races import check_races


def test_two_writers_at_once_take_turns(tmp_path: Path) -> None:
    root = new_case(tmp_path).path
    assert check_races(root, tmp_path / "work", 8, wait=10) == 0


def test_a_writer_that_does_not_wait_is_turned_away_and_loses_nothing(tmp_path: Path) -> None:
    root = new_case(tmp_path).path
    (root / "tmp/lock").write_text('{"pid":1,"host":"another","since":"long ago"}')
    check_races(root, tmp_path / "work", 8, wait=0)
