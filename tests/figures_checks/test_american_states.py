"""The worked examples of the documentation that look at American figures say what the pages say."""

import pathlib
from collections import Counter

import numpy as np
import pytest
from american import collected, country, states

from counterwatch.core import Verdict
from counterwatch.figures.checks.heaping import heaping
from counterwatch.figures.checks.publication_habit import publication_habit
from counterwatch.figures.checks.repeats import repeats
from counterwatch.figures.checks.source_gap import source_gap
from counterwatch.figures.shapes.numbers import numbers_of_panel
from counterwatch.figures.shapes.pairs import Pairs, Relation


def test_two_collectors_of_one_country_keep_to_one_ratio(shared: pathlib.Path) -> None:
    second = country(states(shared))
    found = {each.subject: each for each in source_gap(Pairs(first=collected(shared, second.times), second=second, relation=Relation.SAME))}
    assert [each.verdict for each in found.values()] == [Verdict.CONSISTENT] * 2
    ratios = {subject.split(" · ")[-1]: each.estimate.value for subject, each in found.items() if each.estimate}
    assert ratios == {"cases": pytest.approx(1.008, abs=0.001), "deaths": pytest.approx(1.022, abs=0.001)}


def test_no_jurisdiction_prefers_round_numbers(shared: pathlib.Path) -> None:
    found = heaping(states(shared))
    cases = [each for each in found if each.subject.endswith("cases")]
    assert Counter(each.verdict for each in cases) == {Verdict.CONSISTENT: 51, Verdict.NOT_TESTED: 9}
    assert not [each for each in found if each.verdict is Verdict.DEPARTS]


def test_numbers_of_all_jurisdictions_repeat_as_often_as_chance_has_it(shared: pathlib.Path) -> None:
    found = {each.subject: each for each in repeats(numbers_of_panel(states(shared)))}
    assert {each.verdict for each in found.values()} == {Verdict.CONSISTENT}
    assert "187,434 pairs of equal ones" in str(found["states · cases"].statement)


def test_habits_of_american_jurisdictions(shared: pathlib.Path) -> None:
    found = {each.subject: each for each in publication_habit(states(shared))}
    assert {each.verdict for each in found.values()} == {Verdict.CONSISTENT, Verdict.NOT_TESTED}
    assert "yesterday's figure stands again on 35 days, where chance would bring 8.8" in str(found["CT · cases"].statement)
    assert "at December 16, 2021 to 4.53 times what it was" in str(found["FL · cases"].statement)
    assert "from October 20, 2021 to December 7, 2021" in str(found["IA · deaths"].statement)
    told = Counter(each.statement.id for subject, each in found.items() if subject.endswith("cases"))
    assert told["figures.publication_habit.none_found"] == 28
    assert told["figures.carried.said"] == 14
    assert np.sum([each.verdict is Verdict.NOT_TESTED for subject, each in found.items() if subject.endswith("cases")]) == 4
