"""The page says all it was given: denominators, an order, the state of the ledger, and that it must not be shared."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from counterwatch.core import Finding, Verdict, replace
from counterwatch.report.claims import claims
from counterwatch.report.formats.html import html
from counterwatch.report.order import SHOWN_IN_FULL, cards, groups, tallies
from sample_report import DOCUMENTS, PLACES, departing, document_of, quiet, starved

MAKE = "import sys, hashlib; sys.path.insert(0, sys.argv[1]); import sample_report as s; from counterwatch.report.formats.html import html; "
MAKE += "print(sorted(hashlib.sha256(html(s.hostile(), language=each)).hexdigest() for each in sys.argv[2].split(',')))"


def text_of(*findings: Finding, public: bool = False) -> str:
    return html(document_of(*findings, public=public)).decode()


def test_the_bytes_do_not_depend_on_place_time_zone_locale_or_hash_seed(tmp_path: Path) -> None:
    tests = str(Path(__file__).resolve().parents[1])
    worlds = [
        {"TZ": "Pacific/Kiritimati", "LANG": "fr_FR.UTF-8", "LC_ALL": "", "PYTHONHASHSEED": "1", "ORDER": "zh-Hant,fr", "HOME": str(tmp_path)},
        {"TZ": "America/Los_Angeles", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "77", "ORDER": "fr,zh-Hant", "HOME": "/"},
    ]
    made = {
        subprocess.run(
            [sys.executable, "-c", MAKE, tests, world["ORDER"]],
            env={**os.environ, **world},
            cwd=world["HOME"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for world in worlds
    }
    assert len(made) == 1


def test_denominators_add_up() -> None:
    for document in DOCUMENTS.values():
        counted = tallies(document.findings)
        assert sum(each.asked for each in counted) == len(document.findings)
        assert all(each.asked == each.departs + each.consistent + each.not_tested for each in counted)


def test_every_finding_is_shown_once() -> None:
    findings = DOCUMENTS["five hundred"].findings
    shown = cards(findings)
    listed = [each for group in groups(findings, shown=shown) for each in group.findings]
    assert len(shown) == SHOWN_IN_FULL
    assert sorted(each.id for each in (*shown, *listed)) == sorted(each.id for each in findings)


def test_a_check_with_few_departures_is_not_crowded_out() -> None:
    crowd = [departing(f"place {number}", number, charts=False) for number in range(1, 200)]
    rare = replace(departing("rare", 900, charts=False), check="figures.zero_runs")
    assert rare in cards([*crowd, rare])
    assert rare.subject in [each.strongest.subject for each in claims(document_of(*crowd, rare))]


def test_the_strongest_comes_first() -> None:
    found = [departing(place, 8 - number, charts=False) for number, place in enumerate(PLACES)]
    assert [each.subject for each in cards(found)] == [each.subject for each in reversed(found)]


def test_what_was_not_tested_is_grouped_by_its_reason() -> None:
    found = [starved(place, habit=number % 2 == 0) for number, place in enumerate(PLACES)]
    assert [(each.verdict, len(each.findings)) for each in groups(found)] == [(Verdict.NOT_TESTED, 4), (Verdict.NOT_TESTED, 4)]
    assert [str(each.reason) for each in groups(found)] == [
        "… looks like a 7-day mean, which makes days depend on each other.",
        "… has 12 values of three digits or more; 100 are needed.",
    ]


def test_no_departure_is_not_called_a_proof() -> None:
    assert "This is not proof that the figures are sound" in text_of(quiet("Bayern"))
    assert "This is not proof that the figures are sound" not in text_of(departing("Bayern"))


def test_an_internal_report_says_so_in_every_section_and_a_public_one_never() -> None:
    inside, public = text_of(departing("Bayern")), text_of(departing("Bayern"), public=True)
    assert inside.count("INTERNAL, DO NOT SHARE") == inside.count("<section") + 2
    assert "INTERNAL" not in public


def test_headings_go_down_one_step_at_a_time() -> None:
    for document in DOCUMENTS.values():
        steps = [int(each) for each in re.findall(r"<h([1-6])", html(document).decode())]
        assert steps[0] == 1
        assert steps.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(steps))


def test_ids_are_unique_and_links_lead_somewhere() -> None:
    page = text_of(*(departing("Bayern") for _ in range(3)))
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert set(re.findall(r'aria-labelledby="([^"]+)"', page)) <= set(ids)


@pytest.mark.parametrize("language", ["fr", "zh-Hans", "zh-Hant"])
def test_an_untranslated_passage_is_marked_as_english(language: str) -> None:
    page = html(document_of(departing("湖北省")), language=language).decode()
    assert f'<html lang="{language}"' in page
    assert '<span lang="en" dir="ltr">From ' in page
    assert '<bdi dir="auto" lang="zh">湖北省' in page


def test_numbers_follow_the_language() -> None:
    page = html(document_of(quiet("Bayern")), language="fr").decode()
    assert "0,43" in page
    assert "48\u202f213" in page
