import os
import time
from pathlib import Path

import pytest

from case_examples import SIGNER, new_case
from counterwatch.case import Case, Signer, verify
from counterwatch.case.case_file import keyring
from counterwatch.case.following import SETTLED, WINDOW, Following
from counterwatch.case.ledger import read_ledger
from counterwatch.core.errors import VerificationFailed


def written(case: Case, times: int) -> None:
    for _ in range(times):
        with case.write("record", signer=SIGNER):
            pass


def grown_old(case: Case) -> None:
    """Wait until the file system's clock can tell a later change of these files."""
    newest = max(path.stat().st_ctime_ns for path in case.layout.ledger.iterdir())
    while time.time_ns() <= newest + SETTLED:
        time.sleep(0.01)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = new_case(tmp_path)
    written(made, 3)
    return made


def read(following: Following, case: Case) -> list[str]:
    return [placed.hash for placed in following.read(keyring(case.layout, case.case_file)).entries]


def whole(case: Case) -> list[str]:
    return [placed.hash for placed in read_ledger(case.layout, case.id, keyring(case.layout, case.case_file)).entries]


def test_what_is_followed_is_what_is_there(case: Case) -> None:
    following = Following(case.layout, case.id)
    for _ in range(3):
        assert read(following, case) == whole(case)
        grown_old(case)
        written(case, 1)
        assert read(following, case) == whole(case)


@pytest.mark.parametrize("name", ["000002.jsonl", "000002.checkpoint.json"])
@pytest.mark.parametrize("keeps_times", [True, False])
def test_a_remembered_file_that_was_changed_is_read_again(case: Case, name: str, keeps_times: bool) -> None:
    grown_old(case)
    assert case.head.seq == 4
    path = case.layout.ledger / name
    state, data = path.stat(), path.read_bytes()
    path.write_bytes(data.replace(b"0", b"1", 1))
    if keeps_times:
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    with pytest.raises(VerificationFailed, match=name), case.write("record", signer=SIGNER):
        pass
    path.write_bytes(data)
    written(case, 1)
    assert verify(case.path).is_good


def test_a_segment_that_was_taken_away_is_missed(case: Case) -> None:
    grown_old(case)
    assert case.head.seq == 4
    (case.layout.ledger / "000002.jsonl").unlink()
    with pytest.raises(VerificationFailed, match=r"000002\.jsonl"), case.write("record", signer=SIGNER):
        pass


@pytest.mark.slow
def test_a_long_ledger_is_read_from_near_its_end_by_who_signed_it(case: Case) -> None:
    written(case, WINDOW + 4)
    keys = keyring(case.layout, case.case_file)
    mine = Following(case.layout, case.id).read(keys, writer=SIGNER.id)
    assert (mine.begins, len(mine.entries), mine.next) == (9, WINDOW, read_ledger(case.layout, case.id, keys).next)
    stranger = Following(case.layout, case.id).read(keys, writer=Signer.new().id)
    assert (stranger.begins, len(stranger.entries)) == (1, WINDOW + 8)
    grown_old(case)
    written(Case.open(case.path), 1)
    assert len(Case.open(case.path).custody()) == WINDOW + 9
    case.layout.index.unlink()
    assert len(Case.open(case.path).custody()) == WINDOW + 9
    assert verify(case.path).is_good
