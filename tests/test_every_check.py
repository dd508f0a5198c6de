"""Every check keeps its promises. Nothing here is edited when one is added: the registry finds it.

Families of the error rate: over findings that are tested, the share with p at most 0.01 and 0.05 (a finding without p does not
reject), and the share that departs against the check's own `alpha` (0.01 where it has none). The last is also judged for the worst
subject: a kind of honest series that is always mistaken must not hide among many that never are.
"""

import math
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
import numpy as np
import pytest

from counterwatch.core import Finding, Verdict, canonical, registry
from counterwatch.core.language import LANGUAGES, render, template_for
from counterwatch.core.message import FIELD, TEMPLATES
from counterwatch.core.registry import Check
from promises import answered, as_list, faults_of, filled, messages_in, numbers_in, rejects_too_often
from tables import RETELLINGS, Retelling

AnyCheck = Check[Any, Any]
QUICK, PATIENT, PLANTS = 30, 1000, 12
TELLS = 0.8
FEWEST_RANKED = 5

every_check = pytest.mark.parametrize("name", registry.checks())


def check_called(name: str) -> AnyCheck:
    return registry.checks()[name]


def ask(name: str, table: Any) -> list[Finding]:
    return as_list(check_called(name)(table))


@cache
def honest_answers(name: str, seed: int) -> tuple[Finding, ...]:
    return tuple(ask(name, check_called(name).honest(np.random.default_rng(seed))))


@cache
def planted_answers(name: str, seed: int) -> tuple[Finding, ...]:
    return tuple(ask(name, check_called(name).planted(np.random.default_rng(seed))))


def samples(name: str) -> list[Finding]:
    return [*honest_answers(name, 0), *planted_answers(name, 0), *(each for _, table in retelling(name).starved() for each in ask(name, table))]


def retelling(name: str) -> Retelling:
    reads = check_called(name).reads
    assert reads in RETELLINGS, f"tests/tables.py does not say how to starve a {reads.__name__}"
    return RETELLINGS[reads]


def own_level(name: str) -> float:
    return float(next((option.default for option in check_called(name).options if option.name == "alpha"), 0.01))


def departing(findings: list[Finding]) -> int:
    return sum(finding.verdict is Verdict.DEPARTS for finding in findings)


def rates(name: str, findings: list[Finding]) -> list[tuple[str, int, int, float, int]]:
    """Return each family of the error rate: its name, rejections, findings asked, nominal level and number of families like it."""
    below = [(alpha, sum(f.p_value is not None and f.p_value <= alpha for f in findings)) for alpha in (0.01, 0.05)]
    kinds = {subject: [each for each in findings if each.subject == subject] for subject in {each.subject for each in findings}}
    worst = max(kinds, key=lambda subject: (departing(kinds[subject]) / len(kinds[subject]), subject))
    return [
        ("departs", departing(findings), len(findings), own_level(name), 1),
        (f"departs for {worst}", departing(kinds[worst]), len(kinds[worst]), own_level(name), len(kinds)),
        *((f"p <= {alpha}", count, len(findings), alpha, 1) for alpha, count in below),
    ]


@every_check
def test_asks_one_cited_question(name: str) -> None:
    check = check_called(name)
    assert re.fullmatch(r"[^?\n]+\?", check.question), "the first docstring line is one question"
    assert re.search(r"\b(1[6-9]|20)\d\d\b", check.cites), "the source is cited with its year"
    assert check.version >= 1


def assert_quiet(name: str, seeds: int, say: Callable[[str, object], None]) -> None:
    findings = answered([each for seed in range(seeds) for each in honest_answers(name, seed)])
    assert len(findings) >= seeds // 2, "honest data are hardly ever tested: nothing is promised"
    measured = rates(name, findings)
    for family, rejections, asked, nominal, _ in measured:
        say(f"{name}, {seeds} honest tables, {family} (nominal {nominal})", f"{rejections} of {asked}")
    loud = [f"{each[0]}: {each[1]} of {each[2]}, nominal {each[3]}" for each in measured if rejects_too_often(*each[1:])]
    assert loud == []


@every_check
def test_stays_quiet_on_honest_data(name: str, record_property: Callable[[str, object], None]) -> None:
    assert_quiet(name, QUICK, record_property)


@pytest.mark.slow
@every_check
def test_stays_quiet_on_much_honest_data(name: str, record_property: Callable[[str, object], None]) -> None:
    assert_quiet(name, PATIENT, record_property)


@every_check
def test_sees_what_is_planted(name: str, record_property: Callable[[str, object], None]) -> None:
    sees = ranks_it_first if check_called(name).ranks_only else departs_somewhere
    seen = [sees(planted_answers(name, seed)) for seed in range(PLANTS)]
    record_property(f"{name}, planted tables seen", f"{sum(seen)} of {PLANTS}")
    assert sum(seen) >= TELLS * PLANTS, f"seen in {sum(seen)} of {PLANTS} planted tables"


def departs_somewhere(findings: tuple[Finding, ...]) -> bool:
    return any(each.verdict is Verdict.DEPARTS for each in findings)


def ranks_it_first(findings: tuple[Finding, ...]) -> bool:
    return findings[0].rank is not None and findings[0].rank.position == 1 and findings[0].rank.of >= FEWEST_RANKED


@every_check
def test_a_check_that_only_ranks_never_departs(name: str) -> None:
    if check_called(name).ranks_only:
        assert departing([*samples(name), *(each for seed in range(PLANTS) for each in planted_answers(name, seed))]) == 0


@every_check
def test_says_not_tested_when_starved(name: str) -> None:
    for what, table in retelling(name).starved():
        findings = ask(name, table)
        assert findings, f"{what}: silence is not a verdict"
        for finding in findings:
            assert finding.verdict is Verdict.NOT_TESTED, f"{what}: {finding.statement}"
            assert finding.statement.english, f"{what}: no reason"
            assert finding.p_value is None, f"{what}: a p-value of nothing"


@every_check
def test_departs_nowhere_when_there_is_nobody(name: str) -> None:
    assert all(finding.verdict is Verdict.NOT_TESTED for finding in ask(name, retelling(name).empty()))


@every_check
def test_gives_the_same_finding_again(name: str) -> None:
    again = ask(name, check_called(name).planted(np.random.default_rng(0)))
    assert canonical(again) == canonical(list(planted_answers(name, 0)))


AGAIN = """
import sys, numpy
from counterwatch.core import canonical, registry
for name, check in registry.checks().items():
    answer = check(check.planted(numpy.random.default_rng(0)))
    sys.stdout.buffer.write(name.encode() + b" " + canonical(answer if isinstance(answer, list) else [answer]) + bytes([10]))
"""


def test_gives_the_same_findings_in_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "4242")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    there = subprocess.run([sys.executable, "-c", AGAIN], capture_output=True, check=True).stdout
    found = dict(line.split(b" ", 1) for line in there.splitlines())
    assert found.keys() == {name.encode() for name in registry.checks()}
    assert [name for name in registry.checks() if found[name.encode()] != canonical(list(planted_answers(name, 0)))] == []


@every_check
def test_leaves_its_table_as_it_was(name: str) -> None:
    table = check_called(name).planted(np.random.default_rng(0))
    assert canonical(ask(name, retelling(name).locked(table))) == canonical(list(planted_answers(name, 0)))


@every_check
def test_survives_strict_json(name: str) -> None:
    for finding in samples(name):
        assert all(math.isfinite(number) for number in numbers_in(finding)), f"NaN or infinity in {finding.statement}"
        assert msgspec.json.decode(canonical(finding), type=Finding) == finding


@every_check
def test_renders_in_every_language(name: str) -> None:
    for message in {canonical(each): each for finding in samples(name) for each in messages_in(finding)}.values():
        template = TEMPLATES.get(message.id)
        assert template is not None, f"{message.id} is not a template of a module"
        assert (template.english, template.many) == (message.english, message.many)
        for language in LANGUAGES:
            gaps = {gap for gap, _ in FIELD.findall(template_for(message, language))}
            assert gaps <= message.params.keys(), f"{message.id} in {language} has gaps that nobody fills"
            assert render(message, language).strip()


def outcomes(findings: list[Finding]) -> list[tuple[Any, ...]]:
    """Return what the numbers say, without names or places."""
    return [
        (each.verdict, each.statement.id, each.p_value, each.estimate and (each.estimate.value, each.estimate.low, each.estimate.high), each.numbers)
        for each in findings
    ]


def assert_same(these: list[Finding], those: list[Finding]) -> None:
    assert len(these) == len(those)
    for one, other in zip(outcomes(these), outcomes(those), strict=True):
        assert one[:2] == other[:2]
        assert list(numbers_in(one[2:])) == pytest.approx(list(numbers_in(other[2:])), rel=1e-9, abs=1e-300)


@every_check
def test_does_not_care_what_units_are_called(name: str) -> None:
    table = check_called(name).planted(np.random.default_rng(0))
    assert_same(ask(name, retelling(name).renamed(table)), list(planted_answers(name, 0)))


@every_check
def test_does_not_care_for_the_order_of_units(name: str) -> None:
    check, tell = check_called(name), retelling(name)
    table = tell.stacked(check.honest(np.random.default_rng(1)), check.planted(np.random.default_rng(0)))
    straight, turned = ask(name, table), ask(name, tell.turned(table))
    assert_same(sorted(straight, key=lambda each: each.subject), sorted(turned, key=lambda each: each.subject))


@every_check
def test_charts_hold_no_words_and_no_addresses(name: str) -> None:
    for finding in samples(name):
        for chart in finding.charts:
            assert faults_of(chart) == []


@every_check
def test_charts_can_be_drawn(name: str) -> None:
    import vl_convert

    charts = [chart for finding in samples(name) for chart in finding.charts]
    for chart in {canonical(sorted(chart.texts)): chart for chart in charts}.values():
        drawn = vl_convert.vegalite_to_svg(msgspec.to_builtins(filled(chart.spec)))
        assert drawn.startswith("<svg")


@every_check
def test_attachments_are_what_their_hash_says(name: str) -> None:
    import hashlib

    for finding in samples(name):
        assert len({each.name for each in finding.attachments}) == len(finding.attachments)
        for each in finding.attachments:
            assert hashlib.sha256(each.content).hexdigest() == each.sha256
            assert len(each.content) == each.size
