"""What the checks of a casebook say of small casebooks whose answer is known, and of real ones."""

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from counterwatch.core import Verdict
from counterwatch.incidents.checks.attribution_basis import attribution_basis
from counterwatch.incidents.checks.coverage_gaps import coverage_gaps
from counterwatch.incidents.checks.date_precision import EXPECTED, date_precision
from counterwatch.incidents.checks.double_counting import double_counting
from counterwatch.incidents.checks.echo_sources import echo_sources
from counterwatch.incidents.checks.missing_response import missing_response
from counterwatch.incidents.checks.published_totals import published_totals
from counterwatch.incidents.incident import Act, Attribution, Incident, Persons, Source, Where
from counterwatch.incidents.months import months_of
from counterwatch.incidents.origins import origins
from counterwatch.incidents.pages import page_of
from counterwatch.incidents.table import Incidents
from counterwatch.incidents.when import when


def incident(number: int, day: str = "2022-03-14", *, persons: int | None = None, **more: object) -> Incident:
    acts = (Act(tactic="TD.direct_threat", persons=None if persons is None else Persons(low=persons, high=persons)),)
    told = {"where": Where(country="DE"), "acts": acts} | more
    return Incident(id=f"I-{number}", date=when(day), **told)  # type: ignore[arg-type]


def book(*every: Incident) -> Incidents:
    return Incidents(name="book", every=every)


def test_the_chance_of_first_days_is_the_binomial_tail_summed_by_hand() -> None:
    days = [*(f"2021-{month:02}-01" for month in range(1, 7)), *(f"2021-07-{day:02}" for day in range(2, 31))]
    finding = date_precision(book(*(incident(number, day) for number, day in enumerate(days))))
    n = len(days)
    by_hand = sum(math.comb(n, k) * EXPECTED**k * (1 - EXPECTED) ** (n - k) for k in range(6, n + 1))
    assert finding.p_value == pytest.approx(by_hand)
    assert (finding.verdict, finding.numbers["on 1 January"]) == (Verdict.DEPARTS, 1)


def test_one_wave_of_protest_on_a_first_is_no_rounding() -> None:
    wave = [incident(number, "2020-06-01") for number in range(30)]
    finding = date_precision(book(*wave, *(incident(100 + number, f"2020-06-{number + 2:02}") for number in range(25))))
    assert (finding.verdict, finding.numbers["on the busiest first"]) == (Verdict.CONSISTENT, 30)


def test_a_month_is_not_asked_whether_it_is_a_first() -> None:
    assert date_precision(book(*(incident(number, "2021-05") for number in range(40)))).verdict is Verdict.NOT_TESTED


@pytest.mark.parametrize(("rows", "months", "gap"), [(5, 6, 3), (6, 5, 2), (4, 7, 4)])
def test_the_chance_of_a_gap_is_that_of_every_way_to_lay_the_rows(rows: int, months: int, gap: int) -> None:
    from counterwatch.incidents.checks.coverage_gaps import _chance

    ways = list(itertools.product(range(months), repeat=rows - 2))
    reached = 0
    for way in ways:
        held = {0, months - 1, *way}
        runs = [len(list(group)) for empty, group in itertools.groupby(range(months), key=lambda month: month not in held) if empty]
        reached += max(runs, default=0) >= gap
    assert _chance(rows, months, gap, 20_000, 0) == pytest.approx(reached / len(ways), abs=0.015)


def test_a_gap_is_named_by_its_months_and_never_called_calm() -> None:
    every = [incident(number, f"20{10 + number // 12}-{number % 12 + 1:02}-05") for number in range(120) if not 60 <= number < 84]
    (whole,) = coverage_gaps(book(*every))
    assert whole.verdict is Verdict.DEPARTS
    assert "24 (2015-01 to 2016-12)" in str(whole.statement)
    assert "never proof that nothing happened" in str(whole.statement)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=30))
def test_the_longest_gap_is_that_of_a_walk_through_the_months(months: list[int]) -> None:
    found = months_of([incident(number, f"{2000 + month // 12}-{month % 12 + 1:02}") for number, month in enumerate(months)])
    held = sorted(set(months))
    assert sum(found.counts) == len(months)
    assert found.longest_gap()[0] == max((later - earlier - 1 for earlier, later in itertools.pairwise(held)), default=0)


def test_one_page_written_in_two_ways_is_one_source() -> None:
    one = page_of("https://www.paper.example/story/?utm_source=x&id=7#top")
    assert one == page_of("http://paper.example/story?id=7")
    assert one != page_of("https://paper.example/story?id=8")


def test_incidents_of_one_page_place_and_act_four_days_apart_are_two() -> None:
    cited = (Source(reference="https://paper.example/story"),)
    near = book(incident(1, "2022-03-14", sources=cited), incident(2, "2022-03-17", sources=cited))
    far = book(incident(1, "2022-03-14", sources=cited), incident(2, "2022-03-18", sources=cited))
    assert double_counting(near).numbers["pairs"] == 1
    assert double_counting(far).verdict is Verdict.CONSISTENT


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 25), st.sampled_from("ab"), st.sampled_from(["DE", "FR"])), max_size=12))
def test_pairs_are_those_of_every_two_held_against_each_other(told: list[tuple[int, str, str]]) -> None:
    every = [
        incident(number, f"2022-03-{day:02}", where=Where(country=code), sources=(Source(reference=page),))
        for number, (day, page, code) in enumerate(told)
    ]
    by_hand = sum(one[1:] == other[1:] and abs(one[0] - other[0]) <= 3 for one, other in itertools.combinations(told, 2))
    assert double_counting(book(*every)).numbers.get("pairs", 0) == by_hand


@pytest.mark.parametrize(
    ("sources", "number"),
    [
        ((Source(reference="https://a.example/1"), Source(reference="https://b.example/1")), 2),
        ((Source(reference="https://a.example/1"), Source(reference="https://www.a.example/2")), 1),
        ((Source(reference="https://a.example/1"), Source(reference="https://b.example/1", origin="https://a.example/1")), 1),
        ((Source(reference="https://a.example/1", origin="agency"), Source(reference="https://b.example/1", origin="agency")), 1),
        ((Source(reference="https://a.example/1", origin="https://c.example/1"), Source(reference="https://c.example/2")), 1),
        ((Source(reference="https://twitter.com/one/status/1"), Source(reference="https://x.com/one/status/2")), 1),
        ((Source(reference="https://twitter.com/one/status/1"), Source(reference="https://twitter.com/two/status/2")), 2),
        ((Source(reference="https://t.me/one/1"), Source(reference="https://t.me/s/one/2")), 1),
        ((Source(reference="央视新聞"), Source(reference="央视新闻")), 1),
    ],
)
def test_origins_are_counted_and_not_copies(sources: tuple[Source, ...], number: int) -> None:
    assert len(origins(incident(1, sources=sources))) == number
    assert (echo_sources(book(incident(1, sources=sources))).verdict is Verdict.DEPARTS) is (number == 1)


def test_a_confirmed_act_whose_state_nobody_names_is_told_apart() -> None:
    finding = attribution_basis(book(incident(1, status="confirmed", attributions=(Attribution(origin_state="RU"),))))
    assert finding.verdict is Verdict.DEPARTS
    assert "1 of them is confirmed as an act" in str(finding.weighed[0])


def test_an_answer_is_owed_where_an_act_is_contested() -> None:
    contested = incident(1, status="contested")
    assert missing_response(book(contested)).verdict is Verdict.DEPARTS
    assert missing_response(book(replace(contested, response="It denies this."))).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize(("published", "verdict"), [(11, Verdict.DEPARTS), (12, Verdict.CONSISTENT), (5000, Verdict.CONSISTENT)])
def test_a_published_total_is_compared_and_never_added(published: int, verdict: Verdict) -> None:
    total = incident(9, "2022", persons=published, status="aggregate")
    outside = incident(3, "2021-01-01", persons=500)
    finding = published_totals(book(incident(1, persons=5), incident(2, persons=7), outside, total))
    assert (finding.verdict, finding.numbers["persons, at least"], finding.numbers["incidents"]) == (verdict, 512, 3)


def test_dates_of_792_real_rows_are_those_of_a_wave(shared: Path) -> None:
    import csv

    with (shared / "data" / "incidents" / "volume_2020pb.csv").open(encoding="utf-8") as file:
        rows = [incident(number, row["date"]) for number, row in enumerate(csv.DictReader(file)) if row["date"]]
    finding = date_precision(book(*rows))
    assert (finding.numbers["on a first"], finding.numbers["on the busiest first"], finding.verdict) == (75, 62, Verdict.CONSISTENT)


def test_random_days_are_the_first_as_often_as_the_calendar_says() -> None:
    days = np.datetime64("1901-01-01") + np.arange(146097)
    assert np.mean(days.astype("datetime64[M]").astype("datetime64[D]") == days) == pytest.approx(EXPECTED)
