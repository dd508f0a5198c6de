"""Charts that answer: the spec for a browser is one that Vega-Lite takes, says what the picture shows, and can fetch nothing."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import vl_convert

from counterwatch.core import Chart, Finding, Template, registry
from counterwatch.core.registry import Check
from counterwatch.draw.chart import VEGA_LITE
from counterwatch.draw.live import live, runtime

CHECKS = registry.checks()
TITLE = Template("tests.live.title", "A chart")


def spec_of(**given: Any) -> dict[str, Any]:
    made = live(Chart(title=TITLE(), spec={"data": {"values": [{"a": 1, "b": 2, "when": 86_400_000}]}, **given}), "en")
    assert made is not None
    return made


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_charts_of_a_check_are_taken_by_vega_lite_and_say_values(check: Check[Any, Any]) -> None:
    answer = check(check.planted(np.random.default_rng(1)))
    finding = answer if isinstance(answer, Finding) else answer[0]
    for chart in finding.charts:
        spec = live(chart, "zh-Hant")
        assert spec is not None
        assert vl_convert.vegalite_to_vega(spec, vl_version=VEGA_LITE)["marks"]


def test_a_title_that_the_reader_sees_goes_before_a_value_and_a_field_without_one_is_not_named() -> None:
    made = spec_of(mark="point", encoding={"x": {"field": "a", "type": "quantitative", "title": "deaths"}, "y": {"field": "b", "type": "nominal"}})
    assert [(each["field"], each["title"].strip()) for each in made["encoding"]["tooltip"]] == [("b", ""), ("a", "deaths")]


@pytest.mark.parametrize("hidden", [{"axis": None}, {"title": "edge"}], ids=["no axis", "an edge of a box"])
def test_where_a_mark_was_put_is_no_value(hidden: dict[str, Any]) -> None:
    box = {"x": {"field": "a", "type": "quantitative"} | hidden, "x2": {"field": "b"}}
    assert "tooltip" not in spec_of(mark="rect", encoding=box)["encoding"]


@pytest.mark.parametrize(
    ("when", "form"), [(86_400_000, "%Y-%m-%d"), ("2021-03-04", "%Y-%m-%d"), (86_460_000, "%Y-%m-%d %H:%M"), ("2021-03-04T05:00", "%Y-%m-%d %H:%M")]
)
def test_a_time_is_told_in_utc_and_as_exactly_as_it_is_known(when: float | str, form: str) -> None:
    made = spec_of(data={"values": [{"when": when}]}, mark="tick", encoding={"x": {"field": "when", "type": "temporal"}})
    (told,) = made["encoding"]["tooltip"]
    assert (told["format"], told["timeUnit"].startswith("utc")) == (form, True)


def test_a_line_says_the_value_that_is_pointed_at_and_not_its_first() -> None:
    made = spec_of(
        mark="line", encoding={"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "quantitative", "title": "deaths"}}
    )
    line, dots = made["layer"]
    assert "tooltip" not in line["encoding"]
    assert {each["field"] for each in dots["encoding"]["tooltip"]} == {"a", "b"}
    assert dots["mark"]["opacity"] == 0


def test_options_that_a_spec_brings_for_the_program_that_shows_it_are_left_out() -> None:
    made = spec_of(mark="point", usermeta={"embedOptions": {"ast": False, "actions": True}}, **{"$schema": "https://example.org/v1.json"})
    assert not {"usermeta", "$schema"} & made.keys()


@pytest.mark.parametrize(
    "broken", [{"encoding": []}, {"encoding": {"x": 3}}, {"data": 7}, {"layer": [1]}, {"mark": None}, {"usermeta": []}, {"encoding": {"tooltip": 1}}]
)
def test_a_shape_that_is_not_known_stays_a_picture_or_is_left_as_it_is(broken: dict[str, Any]) -> None:
    made = live(Chart(title=TITLE(), spec={"data": {"values": []}, "mark": "text", "encoding": {}} | broken), "en")
    assert made is None or made["mark"] == broken.get("mark", "text")


def test_the_script_is_the_same_each_time_and_cannot_end_its_element() -> None:
    script = runtime()
    assert "vegaEmbed" in script[-200:]
    assert not any(each in script.lower() for each in ("</script", "<!--"))
    runtime.cache_clear()
    assert runtime() == script
    assert "BSD-3-Clause" in script[:100]
    assert json.dumps(script)
