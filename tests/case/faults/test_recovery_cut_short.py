"""A recovery that ends at any of its calls to the disk: one of the keys at hand lets its holder back in, and nothing is damaged."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from case_examples import ME, SIGNER
from counterwatch.api.readmission import recover
from counterwatch.case import Case, Identity, verify
from counterwatch.core import CounterwatchError
from seam import CHANGES, Call, watched

YOU = Identity.new()


class Dead(BaseException):
    """The process ends here: no call after this one reaches the disk."""


class Dying:
    def __init__(self, at: int) -> None:
        self.at, self.done = at, 0

    def before(self, call: Call) -> None:
        if call.name in (*CHANGES, "syncfs") or call.creates:
            self.done += 1
            if self.done >= self.at:
                raise Dead

    def after(self, call: Call, done: object) -> None:
        """Nothing is remembered."""


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("lost")
    case = Case.create(folder / "case", identity=ME)
    key = case.take_recovery()
    (folder / "file").write_text("day,cases\n")
    with case.write("add", signer=SIGNER) as batch:
        batch.seal(folder / "file")
    return case.path, key


def cut_short(root: Path, key: str, told: list[str], at: int) -> bool:
    """Say whether the recovery ended before it was done."""
    ending = Dying(at)
    with watched(root, before=ending.before, after=ending.after):
        try:
            recover(root, ask=lambda _wrong: key, tell=told.append, identity=YOU)
        except Dead:
            return True
    return False


def back(root: Path, keys: list[str]) -> Iterator[str]:
    """Do what a person would: run the command again with each key at hand until they are in; yield what came of each."""
    for key in keys:
        answers = iter([key])
        try:
            done = recover(root, ask=lambda _wrong, left=answers: next(left, None), tell=keys.append, identity=YOU)  # type: ignore[misc]
        except CounterwatchError as error:
            yield error.message.id
            if error.message.id == "case.readmission.is_in":
                return
        else:
            yield "finished" if done.was_interrupted else "recovered"
            return


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.slow)])
def test_whenever_a_recovery_ends_one_key_at_hand_lets_back_in(lost: tuple[Path, str], tmp_path: Path, step: int) -> None:
    whole, key = lost
    seen = set[str]()
    for at in count(1, step):
        root, told = Path(shutil.copytree(whole, tmp_path / str(at))), list[str]()
        if not cut_short(root, key, told, at):
            break
        assert verify(root, level=1).is_good, at
        outcomes = list(back(root, [key, *told]))
        assert outcomes[-1] in ("recovered", "finished", "case.readmission.is_in"), (at, outcomes)
        seen.add(outcomes[-1])
        with Case.open(root, identity=YOU).write("view", signer=YOU.signer):
            pass
        for identity in (YOU, ME):
            assert verify(root, identity=identity).is_good, at
        assert [note.message.id for note in verify(root, level=0).notes if "recovered" in note.message.id] == ["case.notes.recovered"]
        shutil.rmtree(root)
    assert seen == {"recovered", "finished", "case.readmission.is_in"}
    assert at > 20
