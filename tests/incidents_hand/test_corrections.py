"""A correction by hand changes what it says and nothing else, gives its reason, and outlives the sheet that the record came from."""

import pathlib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.api.case import add, new_case, open_case
from counterwatch.api.incidents import count, history, import_sheet, incident_from, incidents
from counterwatch.api.incidents_hand import add_incident, correct, withdraw
from counterwatch.api.incidents_links import link, unlink
from counterwatch.api.since import since
from counterwatch.case import Case, Identity
from counterwatch.core import WrongUsage
from counterwatch.incidents.corrected import carried, cells_of, corrected
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.rows import TERMS, Row, incident_of
from counterwatch.incidents.vocabulary import packaged

HEAD = "id,date,host_country,tactic,target_type,persons_affected,summary,source,source_2\n"
ROWS = ("a,2020-01-05,DE,DA.assault,group,6,first,one,two", "b,2020,FR,TD.bounty,group,,second,three,")


@pytest.fixture
def case(tmp_path: pathlib.Path) -> Case:
    identity = Identity.new()
    return open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)


def sheet(tmp_path: pathlib.Path, *rows: str) -> pathlib.Path:
    file = tmp_path / "sheet.csv"
    file.write_text(HEAD + "".join(f"{each}\n" for each in rows), encoding="utf-8")
    return file


def now(case: Case, id: str = "a") -> Incident:
    return incident_from(history(case, id)[-1].record)


def test_only_what_was_said_changes_and_the_history_says_why(case: Case, tmp_path: pathlib.Path) -> None:
    import_sheet(sheet(tmp_path, *ROWS), case=case)
    before = now(case)
    made = correct(case, "a", {"status": "confirmed", "人数": "6 or 7", "date": "about 2020"}, reason="judgment read")
    assert (made.status, made.reason, made.date.precision) == ("confirmed", "judgment read", "circa")
    assert made.acts[0].persons is not None
    assert (made.acts[0].persons.low, made.acts[0].persons.high) == (6, 7)
    assert made.acts[0].tactic == before.acts[0].tactic
    assert (made.sources, made.where, made.summary, made.attributions) == (before.sources, before.where, before.summary, before.attributions)
    assert [incident_from(each.record).reason for each in history(case, "a")] == ["", "judgment read"]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"tactic": "DA.asault"}, "DA.assault"),
        ({"host_country": "Atlantis"}, "Atlantis"),
        ({"summary": "call +49 30 1234567"}, "telephone"),
        ({"summary": "写信给 @someone_88"}, "account"),
        ({"persons_affected": "many"}, "many"),
        ({"id": "z"}, "known"),
        ({"nonsense": "z"}, "nonsense"),
        ({"target_type": "individual", "target_org": "Somebody"}, "individual"),
        ({"status": "unverified"}, "already"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_written(case: Case, tmp_path: pathlib.Path, said: dict[str, str], word: str) -> None:
    import_sheet(sheet(tmp_path, *ROWS), case=case)
    head = case.head
    with pytest.raises(WrongUsage, match=word):
        correct(case, "a", said, reason="looked again")
    assert case.head == head


def test_a_change_without_a_reason_is_refused(case: Case, tmp_path: pathlib.Path) -> None:
    import_sheet(sheet(tmp_path, *ROWS), case=case)
    for reason in ("", "  ", "asked by +49 30 1234567"):
        with pytest.raises(WrongUsage, match="reason"):
            withdraw(case, "a", reason=reason)


def test_what_is_withdrawn_is_no_longer_counted(case: Case, tmp_path: pathlib.Path) -> None:
    import_sheet(sheet(tmp_path, *ROWS), case=case)
    made = withdraw(case, "a", reason="consent withdrawn", consent=True)
    assert (made.status, made.consent) == ("withdrawn", "withdrawn")
    assert (count(case, ["tactic"]).total.low, count(case, ["tactic"]).withdrawn) == (1, 1)
    with pytest.raises(WrongUsage, match="already"):
        withdraw(case, "a", reason="again")


def test_the_same_sheet_again_leaves_what_was_done_by_hand(case: Case, tmp_path: pathlib.Path) -> None:
    import_sheet(sheet(tmp_path, *ROWS), case=case)
    (tmp_path / "page.txt").write_text("a page")
    add(case, [tmp_path / "page.txt"])
    correct(case, "a", {"status": "confirmed"}, reason="judgment read")
    linked = link(case, "a", "page.txt", pages="3")
    for _ in range(2):
        done = import_sheet(sheet(tmp_path, *ROWS), case=case)
        assert (done.new, done.corrected, done.unchanged) == ((), (), 2)
        assert now(case) == linked


def test_a_changed_row_changes_what_it_says_and_leaves_the_rest_of_what_was_done_by_hand(case: Case, tmp_path: pathlib.Path) -> None:
    import_sheet(sheet(tmp_path, *ROWS), case=case)
    correct(case, "a", {"status": "confirmed", "summary": "by hand"}, reason="judgment read")
    for summary in ("second", "third", "first"):
        changed = ROWS[0].replace("first", summary)
        done = import_sheet(sheet(tmp_path, changed, ROWS[1]), case=case)
        assert (done.corrected, done.unchanged) == (("a",), 1)
        assert (now(case).status, now(case).summary) == ("confirmed", summary)
        assert import_sheet(sheet(tmp_path, changed, ROWS[1]), case=case).corrected == ()


def test_evidence_is_linked_by_place_and_taken_off_again(case: Case, tmp_path: pathlib.Path) -> None:
    import_sheet(sheet(tmp_path, *ROWS), case=case)
    (tmp_path / "page.txt").write_text("a page")
    (held,) = add(case, [tmp_path / "page.txt"])
    link(case, "a", "page.txt", pages="3-4", note="the list")
    made = link(case, "a", held.id[:8], stance="contradicts")
    assert [(each.place, each.stance, each.note) for each in made.support] == [("page=3-4", "supports", "the list"), ("", "contradicts", "")]
    with pytest.raises(WrongUsage, match="already"):
        link(case, "a", "page.txt", stance="contradicts")
    with pytest.raises(WrongUsage, match="no evidence"):
        link(case, "a", "other.txt")
    with pytest.raises(WrongUsage, match="no incident"):
        link(case, "z", "page.txt")
    assert [each.place for each in unlink(case, "a", "page.txt", pages="3-4").support] == [""]
    assert unlink(case, "a", held.id[:8]).support == ()
    with pytest.raises(WrongUsage, match="not linked"):
        unlink(case, "a", "page.txt")


def test_a_second_act_joins_its_incident(case: Case) -> None:
    first, is_new = add_incident(case, {"id": "E-1", "date": "2022-10", "host_country": "DE", "tactic": "DA.assault"})
    both, joined = add_incident(case, {"event": "E-1", "tactic": "DA.abduction", "persons_affected": "2"})
    assert (is_new, joined, [each.tactic for each in both.acts]) == (True, True, ["DA.assault", "DA.abduction"])
    assert (both.date, both.where) == (first.date, first.where)
    again, joined = add_incident(case, {"event": "E-1", "tactic": "DA.abduction", "persons_affected": "2"})
    assert (again, joined) == (both, False)
    with pytest.raises(WrongUsage, match="otherwise"):
        add_incident(case, {"event": "E-1", "tactic": "DA.assault", "host_country": "FR"})
    with pytest.raises(WrongUsage, match="2 acts"):
        correct(case, "E-1", {"harm": "death"}, reason="report read")
    made = correct(case, "E-1", {"harm": "liberty"}, reason="report read", act=both.acts[1].id)
    assert [each.harm for each in made.acts] == ["", "liberty"]


def test_the_same_added_twice_is_one(case: Case) -> None:
    fields = {"date": "2022-10", "tactic": "DA.assault", "summary": "在家门口被打"}
    assert [add_incident(case, fields)[1] for _ in range(2)] == [True, False]
    assert len(incidents(case)) == 1


GRADES = ("source_reliability", "info_credibility")
"""What belongs to each source of its own, and is not passed on to another."""
WORDS = st.text(st.characters(categories=["L", "M"]), min_size=1, max_size=20)
FIELDS = st.fixed_dictionaries(
    {"date": st.sampled_from(["2020-01-05", "2020-01", "about 2019", "腊月初八", "2020-06-05 / 2020-06-07"])},
    optional={
        **{name: st.sampled_from(packaged().codes(scheme)) for name, scheme in TERMS.items() if not name[-1].isdecimal()},
        "summary": WORDS, "host_place": WORDS, "basis": WORDS, "source": WORDS, "host_country": st.sampled_from(["DE", "XK", "TW"]),
        "persons_affected": st.sampled_from(["6", "6-8", "more than 130"]), "persons_unit": st.sampled_from(["persons", "families"]),
    },
)  # fmt: skip


def make(cells: Mapping[str, str]) -> Row:
    return Row(cells=cells, vocabulary=packaged(), mapped={})


@given(first=FIELDS, second=FIELDS)
def test_saying_all_that_an_incident_says_makes_the_same_incident(first: dict[str, str], second: dict[str, str]) -> None:
    made, other = (incident_of(Row(cells={"id": "x", **each}, vocabulary=packaged(), mapped={})) for each in (first, second))
    ungraded = incident_of(
        Row(cells={"id": "x", **{name: each for name, each in first.items() if name not in GRADES}}, vocabulary=packaged(), mapped={})
    )
    assert incident_of(Row(cells=cells_of(ungraded), vocabulary=packaged(), mapped={})) == ungraded
    empty = {name: "" for name in first if name not in second}
    changed, faults = corrected(made, {**empty, **second}, make)
    assert (changed, faults) == (other, {})


@given(base=FIELDS, hand=FIELDS, sheet=FIELDS)
def test_what_hand_and_sheet_changed_apart_both_stay(base: dict[str, str], hand: dict[str, str], sheet: dict[str, str]) -> None:
    was, by_hand, row = (incident_of(Row(cells={"id": "x", **each}, vocabulary=packaged(), mapped={})) for each in (base, hand, sheet))
    made = carried(was, by_hand, row)
    for name in Incident.__struct_fields__:
        expected = by_hand if getattr(row, name) == getattr(was, name) else row
        assert getattr(made, name) == getattr(expected, name)


def test_a_report_says_what_was_corrected_by_hand_and_why(case: Case, tmp_path: pathlib.Path) -> None:
    import_sheet(sheet(tmp_path, *ROWS), case=case)
    then = case.head.hash
    correct(case, "a", {"status": "confirmed"}, reason="judgment read")
    correct(case, "b", {"status": "probable"}, reason="looked again")
    correct(case, "b", {"status": "unverified"}, reason="was right before")
    said = [str(each) for each in since(case, then, []).said]
    assert [each for each in said if "corrected" in each] == ["incident a was corrected in status, because: judgment read"]
