"""Counts of generated casebooks equal those by brute force: ranges, several acts, totals, withdrawals, merges and erasures."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from counterwatch.core import WrongUsage
from counterwatch.incidents.counting import UNITS, WAYS, counted
from counterwatch.incidents.incident import Act, Attribution, Incident, Persons, Where
from counterwatch.incidents.merging import Merge, whole
from counterwatch.incidents.persons import persons
from counterwatch.incidents.when import when

PERSONS = some.none() | some.builds(
    lambda low, more, unit: Persons(low=low, high=None if more is None else low + more, unit=unit),
    some.integers(0, 9), some.none() | some.integers(0, 3), some.sampled_from(["persons", "persons", "families"]),
)  # fmt: skip
ACTS = some.builds(Act, tactic=some.sampled_from(["DA.assault", "DA.abduction", "TD.bounty"]), harm=some.sampled_from(["", "death"]), persons=PERSONS)
DATES = some.sampled_from(["2020-01-05", "2020-03-31", "2020-04", "2020", "2020-12/2021-01", "", "about 2019"]).map(when)


STATUS = some.sampled_from(["confirmed", "possible", "confirmed", "possible", "aggregate", "withdrawn"])


@some.composite
def casebooks(draw: some.DrawFn) -> list[Incident]:
    count = draw(some.integers(0, 8))
    return [
        Incident(
            id=f"i{number}", date=draw(DATES), where=Where(country=draw(some.sampled_from(["", "DE", "FR"]))),
            acts=tuple(draw(some.lists(ACTS, min_size=1, max_size=3))), status=draw(STATUS),
            attributions=tuple(Attribution(origin_state=each) for each in draw(some.lists(some.sampled_from(["", "CN", "RU"]), max_size=2))),
        )
        for number in range(count)
    ]  # fmt: skip


def possible_sums(incidents: list[Incident]) -> tuple[int, int | None, int]:
    """Return the fewest and most persons by trying every overlap of the acts of each incident, and how many acts say nothing."""
    low = high = unstated = 0
    is_open = said = False
    for incident in incidents:
        ranges = [act.persons for act in incident.acts if act.persons and act.persons.unit == "persons"]
        unstated += len(incident.acts) - len(ranges)
        if not ranges:
            continue
        said = True
        is_open = is_open or any(each.high is None for each in ranges)
        tops = [each.low if each.high is None else each.high for each in ranges]
        sizes = list(itertools.product(*(range(each.low, top + 1) for each, top in zip(ranges, tops, strict=True))))
        low += min(max(size) for size in sizes)
        high += max(sum(size) for size in sizes)
    return low, None if is_open or not said else high, unstated


def one_act(acts: list[Act]) -> Act:
    """Return the act that several records tell of: the range of all numbers of persons, where none says persons that of the first."""
    said = [each.persons for each in acts if each.persons]
    numbers = [each for each in said if each.unit == "persons"] or [each for each in said if each.unit == said[0].unit]
    tops = [each.high for each in numbers]
    highest = None if None in tops else max((each for each in tops if each is not None), default=0)
    persons = Persons(low=min(each.low for each in numbers), high=highest, unit=numbers[0].unit) if numbers else None
    return Act(tactic=acts[0].tactic, harm=next((each.harm for each in acts if each.harm), ""), persons=persons)


def one_event(records: list[Incident]) -> Incident:
    """Return the incident that records are together: of each tactic as many acts as the one with most of them has."""
    acts = []
    for tactic in {act.tactic for each in records for act in each.acts}:
        columns = [[act for act in each.acts if act.tactic == tactic] for each in records]
        acts += [one_act([column[at] for column in columns if at < len(column)]) for at in range(max(map(len, columns)))]
    # Who says nothing of the state contradicts nobody; who says in one record that some name it and some do not, leaves it open.
    named = [{each.origin_state for each in record.attributions} for record in records]
    states = set().union(*([each for each in named if each - {""}] or named))
    return Incident(
        id=records[0].id, date=next((each.date for each in records if each.date.start), records[0].date), acts=tuple(acts),
        where=Where(country=next((each.where.country for each in records if each.where.country), "")), status=records[0].status,
        attributions=tuple(Attribution(origin_state=each) for each in states),
    )  # fmt: skip


def by_hand(incidents: list[Incident], events: list[list[str]]) -> list[Incident]:
    """Return what is there, with one incident for the records of each event that count."""
    of_event = [[each for id in ids for each in incidents if each.id == id and each.status not in ("aggregate", "withdrawn")] for ids in events]
    part = {each.id for records in of_event for each in records}
    return [each for each in incidents if each.id not in part] + [one_event(records) for records in of_event if records]


@some.composite
def merged_casebooks(draw: some.DrawFn) -> tuple[list[Incident], list[Merge], list[Incident]]:
    """Return a casebook of which something was erased, its merges (some taken back), and the same by hand."""
    incidents = draw(casebooks())
    ids = draw(some.permutations([each.id for each in incidents]))
    cuts = sorted(draw(some.sets(some.integers(1, max(1, len(ids) - 1)), max_size=4)))
    events = [ids[start:end] for start, end in itertools.pairwise([0, *cuts, len(ids)])]
    undone = [draw(some.booleans()) for _ in events]
    merges = [Merge(ids=tuple(each), undone=is_undone) for each, is_undone in zip(events, undone, strict=True) if len(each) > 1]
    erased = draw(some.sets(some.sampled_from(ids), max_size=2)) if ids else set()
    left = [each for each in incidents if each.id not in erased]
    return left, merges, by_hand(left, [each for each, is_undone in zip(events, undone, strict=True) if len(each) > 1 and not is_undone])


@settings(max_examples=500, deadline=None)
@given(merged_casebooks(), some.sampled_from([*WAYS]), some.sampled_from([*WAYS]))
def test_every_count_is_what_brute_force_counts(book: tuple[list[Incident], list[Merge], list[Incident]], one: str, other: str) -> None:
    left, merges, incidents = book
    kept = [each for each in incidents if each.status not in ("aggregate", "withdrawn")]
    cells: dict[tuple[str, ...], list[Incident]] = {}
    for incident in kept:
        for act in incident.acts:
            key = (WAYS[one](incident, act), WAYS[other](incident, act))
            # An incident of this key has only the acts of this key.
            same = tuple(each for each in incident.acts if (WAYS[one](incident, each), WAYS[other](incident, each)) == key)
            cells.setdefault(key, [])
            if incident.id not in {each.id for each in cells[key]}:
                cells[key].append(Incident(id=incident.id, date=incident.date, where=incident.where, acts=same))
    for unit in UNITS:
        found = counted(whole(left, merges), (one, other), unit)
        assert {each.key for each in found.rows} == cells.keys()
        for row in found.rows:
            if unit == "persons":
                assert (row.low, row.high, row.unstated) == possible_sums(cells[row.key])
            else:
                number = len(cells[row.key]) if unit == "incidents" else sum(len(each.acts) for each in cells[row.key])
                assert row.low == row.high == number
        assert found.aggregates == sum(each.status == "aggregate" for each in incidents)
        assert found.withdrawn == sum(each.status == "withdrawn" for each in incidents)
    assert counted(whole(left, merges), (one,), "incidents").total.low == len(kept)
    sure = [each for each in kept if any(WAYS[one](each, act) and WAYS[other](each, act) for act in each.acts)]
    assert counted(whole(left, merges), (one, other), "incidents").known.low == len(sure)


def test_nothing_counts_by_persons() -> None:
    assert not {"name", "person", "persons", "organisation", "account"} & WAYS.keys()
    with pytest.raises(WrongUsage, match="nothing can be counted"):
        counted([], ("name",), "acts")


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("6", 6, 6), ("6-8", 6, 8), ("6 or 7", 6, 7), ("more than 130", 131, None), ("at least 130", 130, None),
        (">130", 131, None), ("≥130", 130, None),
        ("130+", 130, None), ("1,200", 1200, 1200), ("约12人", 12, 12), ("plus de 40", 41, None), ("30 people", 30, 30), ("6至8", 6, 8),
    ],
)  # fmt: skip
def test_numbers_of_persons_are_read_with_their_bounds(written: str, low: int, high: int | None) -> None:
    found = persons(written)
    assert found is not None
    assert (found.low, found.high, found.as_written) == (low, high, written)


@pytest.mark.parametrize("written", ["many", "8-6", "-3", "6.5", "six", "10 cases and 4 others"])
def test_what_is_no_number_of_persons_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        persons(written)


def test_families_are_never_added_to_persons() -> None:
    acts = (Act(tactic="MC", persons=Persons(low=3, high=3)), Act(tactic="MC", persons=Persons(low=40, high=40, unit="families")))
    every = [Incident(id="1", date=when("2020"), where=Where(), acts=acts)]
    total = counted(every, ["tactic"], "persons").total
    assert (total.low, total.high, total.unstated) == (3, 3, 1)
