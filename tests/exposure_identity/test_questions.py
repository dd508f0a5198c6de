"""Fifteen answers make a file that is read back as the graph that was described, whatever words were used."""

import pathlib
import stat
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as some

from counterwatch.cli.questions import NOTHING
from counterwatch.exposure.identity.questions import ACCOUNTS, THINGS, AccountAnswer, ThingAnswer, graph_of, ways_from, written_graph
from counterwatch.exposure.identity.reading import read_graph

CW = pathlib.Path(sys.executable).with_name("cw")
WORDS = some.text(some.characters(codec="utf-8", categories=("Lu", "Ll", "Lo")), min_size=1, max_size=12)


@some.composite
def answers(draw: some.DrawFn) -> tuple[dict[str, ThingAnswer], dict[str, AccountAnswer]]:
    things = {each.id: ThingAnswer(label=draw(WORDS), taken_by=draw(WORDS | some.just(""))) for each in THINGS if draw(some.booleans())}
    things = things or {"number": ThingAnswer(label="n")}
    known, accounts = list(things), {}
    for each in ACCOUNTS:
        if draw(some.booleans()):
            ways = draw(some.lists(some.lists(some.sampled_from(known), min_size=1, max_size=3, unique=True), min_size=1, max_size=3))
            accounts[each.id] = AccountAnswer(label=draw(WORDS), ways=ways)
            known.append(each.id)
    return things, accounts


def test_there_are_fifteen() -> None:
    assert len(THINGS) + len(ACCOUNTS) == 15
    assert len({each.id for each in (*THINGS, *ACCOUNTS)}) == 15


@given(answers())
def test_what_is_written_is_read_back(given_: tuple[dict[str, ThingAnswer], dict[str, AccountAnswer]]) -> None:
    things, accounts = given_
    graph = read_graph(written_graph(graph_of(things, accounts)).encode(), name="mine.toml")
    assert {each.id for each in graph.factors} == set(things)
    assert [(each.account, each.needs) for each in graph.routes] == [(id, tuple(way)) for id, each in accounts.items() for way in each.ways]
    assert {each.id: each.revocable_by for each in graph.factors} == {id: each.taken_by for id, each in things.items()}


def test_ways_are_read_as_people_write_them() -> None:
    known = ["number", "phone", "codes"]
    assert ways_from(" 1 + 3,2", known) == [["number", "codes"], ["phone"]]
    assert ways_from("1＋2，3", known) == [["number", "phone"], ["codes"]]
    assert ways_from("", known) == []
    for wrong in ("4", "0", "phone", "1+-1"):
        with pytest.raises(ValueError, match=r"."):
            ways_from(wrong, known)


def test_the_drill_asks_writes_a_private_file_and_answers(tmp_path: pathlib.Path) -> None:
    said = ["home number", "ministry", *[""] * 2, "my phone", *[""] * 6, "messenger", "7", "1", *[""] * 4]
    command = [str(CW), "exposure", "identity", "--new", "mine.toml", "--no-case"]
    done = subprocess.run(command, cwd=tmp_path, input="\n".join(said) + "\n", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "locks you out of 1 important account: messenger" in done.stdout
    assert "«7» is no number of the list" in done.stderr
    file = tmp_path / "mine.toml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    again = subprocess.run(command, cwd=tmp_path, input="\n" * 20, capture_output=True, text=True, check=False)
    assert again.returncode == 2
    assert file.read_bytes() == before


def test_nothing_answered_writes_nothing(tmp_path: pathlib.Path) -> None:
    done = subprocess.run(
        [str(CW), "exposure", "identity", "--new", "x.toml", "--no-case"], cwd=tmp_path, input="\n" * 20, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert str(NOTHING()) in done.stderr
    assert list(tmp_path.iterdir()) == []
