"""A merge is said beside its records, counts them once with the range of both, names what it cannot merge, and can be taken back."""

import csv
import pathlib

import pytest
from click.testing import CliRunner

from counterwatch.api.case import new_case
from counterwatch.api.incidents import count, history, import_sheet, incidents
from counterwatch.api.incidents_check import again_in, ask_incidents
from counterwatch.api.incidents_merges import merge, merges, parts, unmerge, whole_incidents
from counterwatch.api.records import erase
from counterwatch.api.since import since
from counterwatch.case import Case
from counterwatch.cli.main import cw
from counterwatch.core import WrongUsage
from counterwatch.core.language import render
from counterwatch.core.progress import never, quiet

HEAD = [
    "id",
    "event",
    "date",
    "host_country",
    "tactic",
    "status",
    "persons_affected",
    "origin_state",
    "attributed_by",
    "sharing",
    "source",
    "summary",
]
ROWS = [
    ["a", "", "2021-05-03", "DE", "TD.direct_threat", "probable", "6", "", "", "amber", "https://a.example/1", "A letter came."],
    ["b", "", "2021-05-04", "DE", "TD.direct_threat", "possible", "7", "CN", "ngo", "red", "https://b.example/1", "Letters came."],
    ["c1", "c", "2021-05", "FR", "TD.direct_threat", "possible", "more than 5", "", "", "red", "https://c.example/1", "They wrote."],
    ["c2", "c", "2021-05", "FR", "DA.assault", "possible", "2", "", "", "red", "https://c.example/1", "They struck."],
    ["sum", "", "2021", "DE", "TD.direct_threat", "aggregate", "400", "", "", "red", "https://d.example/1", "A total."],
    ["gone", "", "2021-05-03", "DE", "TD.direct_threat", "withdrawn", "6", "", "", "red", "https://e.example/1", "Not so."],
]


@pytest.fixture
def case(tmp_path: pathlib.Path) -> Case:
    made = new_case(tmp_path / "case", plain=True)
    put(made, tmp_path, ROWS)
    return made


def put(case: Case, tmp_path: pathlib.Path, rows: list[list[str]]) -> None:
    with (file := tmp_path / "sheet.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEAD, *rows])
    assert import_sheet(file, case=case).faults == ()


def persons(case: Case) -> tuple[int, int | None]:
    total = count(case, ["tactic"], "persons").total
    return total.low, total.high


def totals(case: Case) -> list[int]:
    return [count(case, ["tactic"], unit).total.low for unit in ("incidents", "acts")]


def test_six_and_seven_are_six_to_seven_once(case: Case) -> None:
    assert (totals(case), persons(case)) == ([3, 4], (6 + 7 + 6, None))
    before = {id: history(case, id) for id in ("a", "b")}
    done = merge(case, ["a", "b"], reason="the same letter")
    assert (totals(case), persons(case)) == ([2, 3], (6 + 6, None))
    (event,) = [each for each in whole_incidents(case) if each.id == "a"]
    (act,) = event.acts
    assert act.persons is not None
    assert (act.persons.low, act.persons.high) == (6, 7)
    assert [each.reference for each in event.sources] == ["https://a.example/1", "https://b.example/1"]
    assert [each.origin_state for each in event.attributions] == ["CN"]
    assert (event.sharing, event.status, event.date.edtf) == ("red", "probable", "2021-05-03")
    assert {id: history(case, id) for id in ("a", "b")} == before
    assert {each.id.rpartition(".")[2] for each in done.differences} == {"differs", "hull"}


def test_different_tactics_are_both_acts_and_a_bound_stays_a_bound(case: Case) -> None:
    merge(case, ["a", "c"])
    (event,) = [each for each in whole_incidents(case) if each.id == "a"]
    assert [(act.tactic, act.persons and (act.persons.low, act.persons.high)) for act in event.acts] == [
        ("TD.direct_threat", (6, None)),
        ("DA.assault", (2, 2)),
    ]


def test_a_merge_is_taken_back_and_can_be_made_again(case: Case) -> None:
    merge(case, ["a", "b"])
    assert parts(case) == {"a": ("a", "b"), "b": ("a", "b")}
    (undone,) = unmerge(case, "b", reason="two letters")
    assert undone.ids == ("a", "b")
    assert (merges(case), totals(case), persons(case)) == ([], [3, 4], (19, None))
    merge(case, ["a", "c"])
    merge(case, ["b", *unmerge(case, "c")[0].ids])
    assert totals(case) == [1, 2]


def test_checks_ask_of_merged_records_as_one_event_and_earlier_answers_can_be_computed_again(case: Case) -> None:
    name = "incidents.double_counting"
    before = ask_incidents(case, only=[name]).run
    merge(case, ["a", "b"])
    after = ask_incidents(case, only=[name]).run
    numbers = [each.findings[0].numbers["incidents compared"] for each in (before, after)]
    assert numbers == [3, 2]
    again, sheets = again_in(case), list(case.evidence())
    assert again(before, sheets, (), quiet, never).findings == before.findings
    assert again(after, sheets, (), quiet, never).findings == after.findings


def test_a_count_as_of_before_the_merge_is_that_of_then(case: Case) -> None:
    entry = str(case.custody()[-1].seq)
    merge(case, ["a", "b"])
    assert count(case, ["tactic"], "incidents", as_of=entry).total.low == 3
    assert count(case, ["tactic"], "incidents").total.low == 2
    said = [render(each, "en") for each in since(case, entry, []).said]
    assert "a + b are one event, and count once" in said


def test_what_is_erased_or_withdrawn_later_leaves_its_merge(case: Case, tmp_path: pathlib.Path) -> None:
    merge(case, ["a", "b", "c"])
    assert totals(case) == [1, 2]
    erase(case, "incident/a", reason="consent withdrawn")
    assert (totals(case), [each.id for each in whole_incidents(case)]) == ([1, 2], ["b", "sum", "gone"])
    put(case, tmp_path, [[*ROWS[1][:5], "withdrawn", *ROWS[1][6:]]])
    assert totals(case) == [1, 2]
    assert {each.id for each in whole_incidents(case)} == {"b", "c", "sum", "gone"}
    with pytest.raises(WrongUsage, match="no incident a in this case"):
        merge(case, ["a", "c"])


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        (["a", "a"], "«a» is named twice"), (["a"], "needs two records or more"), (["a", "nobody"], "no incident nobody"),
        (["a", "sum"], "sum is a published"), (["gone", "a"], "gone is withdrawn"), (["a", ""], "there is no incident"),
        (["a", "x" * 5000], "there is no incident x"),
    ],
)  # fmt: skip
def test_what_cannot_be_merged_is_named_and_nothing_is_written(case: Case, ids: list[str], said: str) -> None:
    head = case.head
    with pytest.raises(WrongUsage, match=said):
        merge(case, ids)
    assert (case.head, merges(case)) == (head, [])


def test_a_merge_of_what_is_merged_is_named(case: Case) -> None:
    merge(case, ["a", "b"])
    with pytest.raises(WrongUsage, match="b is part of an event already, together with a"):
        merge(case, ["c", "b"])
    with pytest.raises(WrongUsage, match="c is part of no merge"):
        unmerge(case, "c")


def test_a_merge_on_the_command_line(case: Case) -> None:
    def told(*words: str) -> str:
        done = CliRunner().invoke(cw, ["incidents", *words, "--case", str(case.path)])
        assert done.exit_code == 0, done.output
        return done.output

    said = told("merge", "a", "b", "--reason", "the same letter")
    assert "a, b are one event from now on and count once, led by a" in said
    assert "date: a says «2021-05-03», b says «2021-05-04»; counts go by a" in said
    assert "next: cw incidents unmerge a" in said
    listed = told("list").splitlines()
    assert [each.split("= ")[-1] for each in listed if each.startswith(("a ", "b "))] == ["one event with b", "one event with a"]
    assert "part of one event with a; it counts once, led by a" in told("show", "b")
    assert "a, b are records of their own again" in told("unmerge", "b")
    assert len(incidents(case)) == 5
    assert "one event" not in told("list")
