"""Duplicates are proposed with reasons: a generated casebook says how many are found, the real one which pair looks like one and is not."""

import csv
import io
import pathlib
import random

import pytest
from click.testing import CliRunner
from linkage_world import CODERS, OF_MANY_SCRIPTS, Coders, again, an_event, like, record, world
from msgspec.structs import replace

from counterwatch.api.case import new_case
from counterwatch.api.incidents import import_sheet
from counterwatch.api.incidents_duplicates import proposed
from counterwatch.api.incidents_merges import merge
from counterwatch.cli.main import cw
from counterwatch.core import WrongUsage
from counterwatch.incidents.duplicates import Proposal, duplicates
from counterwatch.incidents.incident import Act, Incident, Source, Where
from counterwatch.incidents.when import when
from counterwatch.text.sound import sound


def pairs(found: list[Proposal]) -> set[frozenset[str]]:
    return {frozenset((each.one, each.other)) for each in found if not each.near}


def rates(seeds: range, coders: Coders = CODERS) -> tuple[float, float]:
    """Return precision and recall over several generated casebooks together."""
    hits = said = there = 0
    for seed in seeds:
        made = world(seed, coders=coders)
        found = pairs(duplicates(made.incidents))
        hits, said, there = hits + len(found & made.truth), said + len(found), there + len(made.truth)
    return hits / said, hits / there


@pytest.mark.parametrize(
    ("coders", "least_precision", "least_recall"), [(CODERS, 0.98, 0.95), (OF_MANY_SCRIPTS, 0.96, 0.95)], ids=["most in one script", "many scripts"]
)
def test_of_known_duplicates_across_scripts_nearly_all_are_found_and_hardly_another(
    coders: Coders, least_precision: float, least_recall: float
) -> None:
    precision, recall = rates(range(100, 102), coders)
    assert precision >= least_precision
    assert recall >= least_recall


def test_of_events_that_look_alike_without_a_duplicate_hardly_any_two_are_proposed() -> None:
    rng, proposed_in_all = random.Random(1), 0
    for seed in range(3):
        made = world(seed, events=400, doubled=0)
        series = [record(rng, f"h{at}", like(rng, an_event(random.Random(at % 40), 1000))) for at in range(200)]
        proposed_in_all += len(pairs(duplicates([*made.incidents, *series])))
    assert proposed_in_all <= 12  # of 1,800 records, 600 of them of series


def test_the_second_of_two_records_brings_the_third_to_an_event_that_is_unlike_the_first() -> None:
    others = world(11, events=300, doubled=0, hard=0).incidents
    day, month = ("2022-05-14", "2022-05")
    first, second, third = (
        replace(an_incident(id), date=when(date), where=Where(country="TR", place=place), summary=summary, sources=(Source(reference=page),))
        for id, date, place, summary, page in (
            ("first", day, "Istanbul", "", "https://a.example/1"),
            ("second", day, "Istanbul", "Ledger 40417 of the harbour office was burned.", "https://b.example/2"),
            ("third", month, "", "In ledger 40417 of the harbour office it says so.", "https://b.example/2"),
        )
    )
    found = {frozenset((each.one, each.other)): each for each in duplicates([*others, first, second, third]) if not each.near}
    assert frozenset(("first", "third")) in found
    assert "others" in {each.field for each in found[frozenset(("first", "third"))].reasons}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ལྷ་ས", "拉萨"), ("伊斯坦布尔", "Istanbul"), ("乌鲁木齐", "Urumqi"), ("ئۈرۈمچى", "Урумчи"), ("برلين", "柏林"), ("དྷ་རམ་ས་ལ", "Dharamsala"),
        ("གཞིས་ཀ་རྩེ", "Shigatse"), ("རེབ་གོང", "Rebkong"), ("قەشقەر", "Kashgar"), ("Бишкек", "Bishkek"), ("རྔ་བ", "Ngaba"), ("加德满都", "Kathmandu"),
    ],
)  # fmt: skip
def test_a_name_sounds_the_same_in_two_scripts(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("Berlin", "Paris"), ("拉萨", "London"), ("Kashgar", "Hotan"), ("རྔ་བ", "Lhasa")])
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def an_incident(id: str, *, status: str = "possible", source: str = "https://a.example/1") -> Incident:
    act = Act(tactic="DA.arson", organisation="Ilham Foundation", target_community="uyghur")
    return Incident(
        id=id, date=when("2023-05-04"), where=Where(country="TR", place="Istanbul"), acts=(act,), sources=(Source(reference=source),), status=status
    )


@pytest.mark.parametrize("status", ["aggregate", "withdrawn"])
def test_totals_and_withdrawn_records_are_not_proposed(status: str) -> None:
    others = [Incident(id=f"o{at}", date=when(f"2021-{at:02}-11"), where=Where(country="FR"), acts=(Act(tactic="TD.call"),)) for at in range(1, 13)]
    assert pairs(duplicates([an_incident("a"), an_incident("b"), *others])) == {frozenset(("a", "b"))}
    assert duplicates([an_incident("a"), an_incident("b", status=status), *others]) == []


@pytest.mark.parametrize("few", [[], ["a"]])
def test_of_none_or_one_record_nothing_is_proposed(few: list[str]) -> None:
    assert duplicates([an_incident(each) for each in few]) == []


def test_records_that_say_nothing_are_no_duplicates() -> None:
    assert duplicates([Incident(id=str(at), date=when(""), where=Where(), acts=()) for at in range(20)]) == []


def test_the_reasons_and_the_chance_before_them_add_up_to_the_weight() -> None:
    made = world(7, events=200, doubled=40, hard=1)
    before = {round(each.weight - sum(reason.weight for reason in each.reasons), 2) for each in duplicates(made.incidents)}
    assert len({round(each, 1) for each in before}) == 1


def test_the_order_of_records_changes_no_proposal() -> None:
    made = world(3, events=150, doubled=40, hard=1)
    there, back = (duplicates(each) for each in (made.incidents, made.incidents[::-1]))
    assert pairs(there) == pairs(back)


def test_the_casebook_holds_one_pair_that_looks_like_one_event_and_says_why_it_is_not(tmp_path: pathlib.Path, shared: pathlib.Path) -> None:
    case = new_case(tmp_path / "case", plain=True)
    import_sheet(shared / "data" / "incidents" / "casebook.csv", case=case)
    (found,) = proposed(case)
    assert ({found.one, found.other}, found.near) == ({"CW-0033", "CW-0034"}, True)
    against = [str(each.message) for each in found.against]
    assert "other countries: «Santa Barbara, California, US» and «Vancouver, CA»" in against
    assert "dates a day apart: 2024-03-22 and 2024-03-23" in [str(each.message) for each in found.supporting]
    done = CliRunner().invoke(cw, ["incidents", "duplicates", "--case", str(case.path)])
    assert "CW-0033 and CW-0034: alike, but probably two events" in done.output
    rows = list(csv.DictReader(io.StringIO(CliRunner().invoke(cw, ["incidents", "duplicates", "--csv", "--case", str(case.path)]).output)))
    assert len(rows) == len(found.reasons)
    assert {each["near"] for each in rows} == {"1"}
    merge(case, ["CW-0033", "CW-0034"])
    assert proposed(case) == []
    for least in (0.0, 1.0, float("nan")):
        with pytest.raises(WrongUsage, match="is no probability"):
            proposed(case, least=least)


def test_a_duplicate_is_found_in_whatever_script_it_is_told() -> None:
    rng = random.Random(5)
    made = world(11, events=300, doubled=0, hard=0)
    event = an_event(rng, 1000)
    first = record(rng, "first", event, writes="latin")
    copy = again(rng, "copy", event, first)
    found = pairs(duplicates([*made.incidents, first, copy]))
    assert frozenset(("first", "copy")) in found
