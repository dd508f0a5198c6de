import random
from pathlib import Path

import pytest
from case_examples import small_case
from loss import Log, check_state, prefixes, recorded, replayed, without_index
from power import state_of
from runs import COMMANDS

from counterwatch.case import disk


@pytest.fixture(scope="module", params=["linux", "elsewhere"])
def log(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Log:
    folder = tmp_path_factory.mktemp("recorded")
    (folder / "cases").mkdir()
    (folder / "work").mkdir()
    small_case(folder / "cases")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(disk.sys, "platform", request.param)
        found = recorded(folder / "cases", folder / "work", list(COMMANDS))
    # What was recorded is all that was done: replayed and kept, it is the folder that is there.
    assert without_index(replayed(found, len(found.calls)).after_power_loss(kept=1)) == without_index(state_of(folder / "cases"))
    return found


def test_whenever_the_power_fails_what_was_acknowledged_is_there(log: Log, tmp_path: Path) -> None:
    states = list(prefixes(log, random.Random(4)))
    for number, (count, state) in enumerate(states[:: max(1, len(states) // 30)]):
        check_state(log, count, state, tmp_path / str(number))
