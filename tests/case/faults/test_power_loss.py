import random
import sys
from pathlib import Path

import pytest

from loss import Log, check_state, prefixes, recorded, replayed, without_index
from power import state_of
from runs import COMMANDS, make


@pytest.fixture(scope="module", params=[("linux", "plain"), ("elsewhere", "plain"), ("linux", "encrypted")], ids="-".join)
def log(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Log:
    platform, mode = request.param
    folder = tmp_path_factory.mktemp("recorded")
    (folder / "cases").mkdir()
    (folder / "work").mkdir()
    make(folder / "cases", mode)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "platform", platform)
        found = recorded(folder / "cases", folder / "work", list(COMMANDS))
    # What was recorded is all that was done: replayed and kept, it is the folder that is there.
    assert without_index(replayed(found, len(found.calls)).after_power_loss(kept=1)) == without_index(state_of(folder / "cases"))
    return found


def test_whenever_the_power_fails_what_was_acknowledged_is_there(log: Log, tmp_path: Path) -> None:
    for number, (count, state) in enumerate(prefixes(log, random.Random(4), 8)):
        check_state(log, count, state, tmp_path / str(number))
