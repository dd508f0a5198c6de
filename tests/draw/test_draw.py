"""Charts: the same picture everywhere, words in the reader's language, and nothing that acts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterwatch.core import Chart, Message, WrongUsage
from counterwatch.core.errors import Refused
from counterwatch.core.language import LANGUAGES
from counterwatch.draw import pieces
from counterwatch.draw.chart import LARGEST, VEGA_LITE, draw
from counterwatch.draw.inert import ATTRIBUTES, ELEMENTS, SVG, inert
from counterwatch.draw.locales import number_locale, time_locale
from counterwatch.draw.words import bare_texts, spoken
from sample_report import HOSTILE, daily_chart

X: dict[str, Any] = {"field": "name", "type": "nominal", "title": None}
MAKE = "import sys; sys.path.insert(0, sys.argv[1]); import sample_report as s; from counterwatch.draw.chart import draw; "
MAKE += "print(draw(s.daily_chart('Bayern')))"
MAKE_CJK = MAKE.replace("Bayern')", "湖北省 · ལྷ་ས།'), language='zh-Hant'")


def said(text: str) -> Message:
    return Message(id="test.said", english=text)


def bars(names: list[str], **more: Any) -> Chart:
    rows = [{"name": name, "value": number} for number, name in enumerate(names, 1)]
    y = {"field": "value", "type": "quantitative", "title": {"message": "count"}}
    return Chart(
        title=said("Bars"), spec={"data": {"values": rows}, "mark": "bar", "encoding": {"x": X, "y": y}, **more}, texts={"count": said("how many")}
    )


def words_of(svg: str) -> list[str]:
    return [each.text for each in ElementTree.fromstring(svg).iter(f"{{{SVG}}}text") if each.text]


def test_a_day_is_the_same_day_in_every_time_zone() -> None:
    tests = str(Path(__file__).resolve().parents[1])
    made = {
        subprocess.run([sys.executable, "-c", MAKE, tests], env={**os.environ, "TZ": zone}, check=True, capture_output=True, text=True).stdout
        for zone in ("UTC", "Asia/Urumqi", "America/Los_Angeles")
    }
    assert len(made) == 1


def test_words_are_in_the_language_of_the_reader() -> None:
    chart = Chart(title=said("t"), spec={"title": {"message": "head"}}, texts={"head": said("Heading")})
    assert spoken(chart, "fr") == {"title": "Heading"}
    assert any("mars" in each for each in words_of(draw(daily_chart("Bayern"), language="fr")))
    assert any("月" in each for each in words_of(draw(daily_chart("Bayern"), language="zh-Hant")))


def test_a_text_the_chart_does_not_have_is_named() -> None:
    with pytest.raises(WrongUsage, match="a text count2"):
        draw(Chart(title=said("t"), spec={"title": {"message": "count2"}}))


def test_bare_words_in_a_spec_are_found() -> None:
    spec = {
        "title": "Cases",
        "encoding": {"x": {"title": {"message": "day"}}, "y": {"axis": {"title": "cases"}}},
        "layer": [{"mark": {"type": "text", "text": "peak"}}],
    }
    assert list(bare_texts(spec)) == ["title", "encoding.y.axis.title", "layer[0].mark.text"]
    assert list(bare_texts(daily_chart("Bayern").spec)) == []
    said, formatted = ({"axis": {"labelExpr": text}} for text in ("datum.value > 5 ? 'many' : ''", "timeFormat(datum.value, '%b %Y')"))
    assert [list(bare_texts(said)), list(bare_texts(formatted))] == [["axis.labelExpr"], []]


@pytest.mark.parametrize("text", HOSTILE)
def test_names_in_a_chart_stay_names(text: str) -> None:
    root = ElementTree.fromstring(draw(bars([text, "Bayern"])))
    for element in root.iter():
        assert element.tag.removeprefix(f"{{{SVG}}}") in ELEMENTS
        assert {name for name in element.attrib if name not in ATTRIBUTES} <= {"role", "aria-labelledby", "class"}


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.characters(), min_size=1, max_size=40))
def test_any_name_can_be_drawn(name: str) -> None:
    assert ElementTree.fromstring(draw(bars([name]))).tag == f"{{{SVG}}}svg"


def test_a_chart_that_clips_is_the_same_again() -> None:
    clipped = bars(["Bayern"], mark={"type": "bar", "clip": True})
    assert "clip-path" in draw(clipped)
    assert draw(clipped) == draw(clipped)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_title_can_hold_anything(text: str) -> None:
    titled = Chart(title=Message(id="test.said", english="{x}", params={"x": text}), spec=bars(["Bayern"]).spec, texts={"count": said("how many")})
    (title,) = ElementTree.fromstring(draw(titled)).iter(f"{{{SVG}}}title")
    assert title.text


@pytest.mark.parametrize("tag", ["script", "foreignObject", "image", "use", "a", "animate", "style", "set"])
def test_svg_that_could_act_loses_it(tag: str) -> None:
    svg = f'<svg xmlns="{SVG}" onload="x()"><g style="fill:url(http://e.invalid)"><{tag} href="http://e.invalid"/><rect fill="url(http://e.invalid)"/></g></svg>'
    made = inert(svg, title="t", prefix="p")
    assert f"<{tag}" not in made
    assert "invalid" not in made
    assert "onload" not in made


def test_names_in_any_script_come_out_as_they_went_in() -> None:
    names = ["湖北省", "ئۈرۈمچى", "ལྷ་ས།", "Île-de-France", "Чернівці", "Hà Nội", "a · b", "Žižkov"]
    assert set(names) <= set(words_of(draw(bars(names), language="fr")))
    assert words_of(draw(bars(names))).count("how many") == 1


def test_a_name_cut_short_keeps_its_beginning() -> None:
    (label,) = [each for each in words_of(draw(bars(["湖" * 40]))) if "湖" in each]
    assert re.fullmatch("湖+…", label)


def test_a_chart_is_as_wide_on_a_machine_without_fonts(tmp_path: Path) -> None:
    if shutil.which("unshare") is None or os.geteuid() != 0 or not Path("/usr/share/fonts").is_dir():
        pytest.skip("hiding the fonts of this machine needs unshare, root and /usr/share/fonts")
    tests = str(Path(__file__).resolve().parents[1])
    hidden = ["unshare", "-m", "sh", "-c", 'mount -t tmpfs none /usr/share/fonts && exec "$@"', "sh", sys.executable, "-c", MAKE_CJK, tests]
    without = subprocess.run(hidden, check=False, capture_output=True, text=True)
    if "mount" in without.stderr or "unshare" in without.stderr:
        pytest.skip(f"this machine does not let us hide its fonts: {without.stderr.strip()}")
    assert without.stdout == subprocess.run(hidden[6:], check=True, capture_output=True, text=True).stdout


def test_ids_of_two_charts_on_one_page_differ() -> None:
    first, second = draw(daily_chart("Bayern"), prefix="a"), draw(daily_chart("Bayern"), prefix="b")
    assert set(re.findall(r' id="([^"]+)"', first)).isdisjoint(re.findall(r' id="([^"]+)"', second))
    assert set(re.findall(r"url\(#([^)]+)\)", first)) <= set(re.findall(r' id="([^"]+)"', first))


@pytest.mark.parametrize(
    "more",
    [
        {"data": {"url": "http://example.invalid/x.csv"}},
        {"data": {"url": "data.csv"}},
        {"mark": {"type": "image", "url": "http://example.invalid/x.png"}},
        {"mark": "image"},
        {"data": {"sequence": {"start": 0, "stop": 1e12}}},
        {"mark": {"type": "text", "font": "a\x00b"}},
        {"encoding": {"href": {"value": "http://example.invalid"}}},
    ],
)
def test_a_chart_that_asks_for_something_outside_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        draw(bars(["a"], **more))


def test_a_chart_with_too_much_data_is_refused() -> None:
    with pytest.raises(Refused, match="2,000,000 can be drawn"):
        draw(bars(["x" * LARGEST]))


def test_a_spec_that_is_no_chart_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="could not be drawn"):
        draw(Chart(title=said("t"), spec={"mark": "nothing of the kind", "encoding": 5}))


def test_the_renderer_has_the_version_we_name() -> None:
    import vl_convert

    assert VEGA_LITE in vl_convert.get_vegalite_versions()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_twelve_months_and_seven_days(language: str) -> None:
    assert len(set(time_locale(language)["months"])) == 12
    assert len(set(time_locale(language)["days"])) == 7
    assert number_locale(language)["decimal"] == ("," if language == "fr" else ".")


def test_what_a_language_gets_does_not_depend_on_which_came_before() -> None:
    ask = "import sys, json; from counterwatch.draw.locales import number_locale as n, time_locale as t; "
    ask += "print(json.dumps({each: [n(each), t(each)] for each in sys.argv[1].split(',')}, sort_keys=True))"
    orders = (",".join(LANGUAGES), ",".join(reversed(LANGUAGES)), "zh-Hans,fr,zh-Hant,en")
    made = {subprocess.run([sys.executable, "-c", ask, order], check=True, capture_output=True, text=True).stdout for order in orders}
    assert len(made) == 1


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return sum(w * (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4) for w, p in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def test_text_and_lines_stand_out_from_paper() -> None:
    contrast = {name: 1.05 / (luminance(getattr(pieces, name)) + 0.05) for name in ("INK", "QUIET", "OBSERVED", "DEPARTURE", "EXPECTED")}
    assert min(contrast[name] for name in ("INK", "QUIET", "OBSERVED", "DEPARTURE")) >= 4.5
    assert contrast["EXPECTED"] >= 3


def test_neighbouring_categories_differ_in_grey() -> None:
    assert all(abs(luminance(one) - luminance(other)) > 0.05 for one, other in pairwise(pieces.SEQUENCE))
