"""A run that is killed at any moment loses nothing that the case acknowledged, leaves nothing half-written, and the same run again goes on."""

import itertools
import multiprocessing
import os
import pathlib
import random
import signal
import sys

import pytest
from genuine import GENUINE
from inbox import case_with_intake, sent

from counterwatch.api.case import open_case
from counterwatch.api.intake_receive import receive
from counterwatch.api.verify import verify
from counterwatch.case.records import CaseRecords
from counterwatch.incidents.intake.received import KIND, key_of

FORK = multiprocessing.get_context("fork")
FILES, KILLS = 60, 12
TOUCHES = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "subprocess.Popen"})
"""What is done to the disk, as the interpreter tells of it: between any two of these a power cut may fall."""


def killing(place: int) -> None:
    """Kill this process when it touches the disk for the so-and-so-manyth time."""
    counted = itertools.count()

    def touched(event: str, _: object) -> None:
        if event in TOUCHES and next(counted) == place:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(touched)


def test_a_killed_run_loses_nothing_and_goes_on(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterwatch.api.intake_files.PORTION_FILES", 5)
    case, intake = case_with_intake(tmp_path / "case")
    identity, inbox = case.identity, tmp_path / "in"
    sent(inbox, intake, [(language, f"{text} {number}") for number in range(FILES // 20) for language, text in GENUINE])

    def bring() -> None:
        receive(open_case(tmp_path / "case", identity=identity), [inbox])

    def cut_short(place: int) -> None:
        killing(place)
        bring()

    draw, known, interrupted = random.Random(5), list[str](), list[int]()
    for _ in range(KILLS):
        process = FORK.Process(target=cut_short, args=(draw.randrange(20, 250),))
        process.start()
        process.join()
        interrupted += [len(known)] if process.exitcode == -signal.SIGKILL else []
        opened = open_case(tmp_path / "case", identity=identity)
        assert opened.defects == ()
        now = list(CaseRecords(opened).ids(KIND))
        # What was there is there, and every submission has its sealed file.
        assert now[: len(known)] == known
        assert {key_of(each.id) for each in opened.evidence()} == set(now)
        known = now
    bring()
    whole = open_case(tmp_path / "case", identity=identity)
    assert len(set(CaseRecords(whole).ids(KIND))) == len(whole.evidence()) == FILES
    assert verify(whole).is_good
    assert [each.name for each in (tmp_path / "case" / "tmp").iterdir() if each.name != "lock"] == []
    assert len(set(interrupted)) > 3


def test_two_runs_at_once_receive_each_file_once(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterwatch.api.intake_files.PORTION_FILES", 3)
    case, intake = case_with_intake(tmp_path / "case")
    identity, inbox = case.identity, tmp_path / "in"
    sent(inbox, intake, GENUINE)

    def bring() -> None:
        receive(open_case(tmp_path / "case", identity=identity), [inbox])

    both = [FORK.Process(target=bring) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert [each.exitcode for each in both] == [0, 0]
    whole = open_case(tmp_path / "case", identity=identity)
    assert len(list(CaseRecords(whole).ids(KIND))) == len(whole.evidence()) == len(GENUINE)
    assert sum(len(event.sealed) for event in whole.custody()) == len(GENUINE)
    assert verify(whole).is_good
