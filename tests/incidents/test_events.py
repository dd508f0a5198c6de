"""Rows of one event become acts of one incident; what they do not agree on is refused by row and column."""

from pathlib import Path

from counterwatch.files.sheet import read_sheet
from counterwatch.incidents.counting import counted
from counterwatch.incidents.sheets import Casebook, casebook
from counterwatch.incidents.vocabulary import packaged

HEAD = (
    "event,id,date,host_country,tactic,status,persons_affected,persons_unit,source,source_origin,"
    "origin_state,attributed_by,origin_state_2,attributed_by_2"
)
FIRST = "E1,a,2021-05-03,DE,TD.direct_threat,probable,6,,https://a.example/1,https://wire.example/9,,unknown,,"


def book(folder: Path, *rows: str) -> Casebook:
    file = folder / "cases.csv"
    file.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    return casebook(read_sheet(file, name=file.name), packaged(), said={}, mapped={})


def test_rows_of_an_event_are_acts_of_one_incident(tmp_path: Path) -> None:
    second = "E1,b,2021-05-03,DE,DA.assault,probable,2,,https://b.example/2,,XA,media,,"
    alone = ",c,2021-06,FR,DA.assault,possible,4,families,https://c.example/3,,,unknown,,"
    made = book(tmp_path, FIRST, second.replace("XA", "IR"), alone)
    assert not made.faults
    event, other = made.incidents
    assert (event.id, [each.id for each in event.acts], [each.tactic for each in event.acts]) == (
        "E1",
        ["a", "b"],
        ["TD.direct_threat", "DA.assault"],
    )
    assert [each.reference for each in event.sources] == ["https://a.example/1", "https://b.example/2"]
    assert event.sources[0].origin == "https://wire.example/9"
    assert [each.origin_state for each in event.attributions] == ["", "IR"]
    assert (other.id, other.acts[0].persons.unit if other.acts[0].persons else "") == ("c", "families")
    assert [counted(made.incidents, ["tactic"], unit).total.low for unit in ("acts", "incidents", "persons")] == [3, 2, 6]


def test_a_row_may_name_two_states_that_two_sources_name(tmp_path: Path) -> None:
    (made,) = book(tmp_path, FIRST.replace(",unknown,,", ",unknown,,").replace(",,unknown,,", ",CN,media,RU,ngo")).incidents
    assert [(each.origin_state, each.by) for each in made.attributions] == [("CN", "media"), ("RU", "ngo")]
    assert counted([made], ["origin_state"], "incidents").rows[0].key == ("",)


def test_rows_of_an_event_that_disagree_are_refused_by_column(tmp_path: Path) -> None:
    made = book(tmp_path, FIRST, "E1,b,2021-05-04,AT,DA.assault,confirmed,2,,https://b.example/2,,,unknown,,")
    assert len(made.incidents) == 1
    assert len(made.incidents[0].acts) == 1
    assert [str(each.message).split(":")[0] for each in made.faults] == [
        "row 3, column «date»",
        "row 3, column «host_country»",
        "row 3, column «status»",
    ]


def test_a_number_of_something_else_and_a_day_that_is_none_are_refused(tmp_path: Path) -> None:
    made = book(tmp_path, FIRST.replace(",6,,", ",6,accounts,"))
    assert [str(each.message) for each in made.faults] == [
        "row 2, column «persons_unit»: «accounts» is nothing that is counted here; a number of those affected counts persons, households, families"
    ]
