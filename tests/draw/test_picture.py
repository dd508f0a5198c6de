"""A chart as a file of its own: its title and its note can be read on it, on white, in any script."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from counterwatch.core import Message
from counterwatch.core.language import LANGUAGES
from counterwatch.draw.inert import ATTRIBUTES, ELEMENTS, SVG
from counterwatch.draw.picture import picture
from sample_report import HOSTILE, daily_chart


def note(text: str) -> Message:
    return Message(id="test.note", english=text)


def texts(svg: bytes) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter(f"{{{SVG}}}text")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_a_file_of_its_own(language: str) -> None:
    made = picture(daily_chart("Bayern"), language=language, note=note("made of one file"))
    root = ElementTree.fromstring(made)
    assert root.tag == f"{{{SVG}}}svg"
    assert root[1].attrib == {"width": root.attrib["width"], "height": root.attrib["height"], "fill": "#ffffff"}
    assert "made of one file" in texts(made)
    assert made == picture(daily_chart("Bayern"), language=language, note=note("made of one file"))


@pytest.mark.parametrize("words", ["a long name " * 30, "一个很长的名字" * 20, "ئۈرۈمچى " * 40, "ལྷ་ས།" * 3])
def test_a_long_note_is_broken_into_lines_and_loses_nothing(words: str) -> None:
    plain, lines = texts(picture(daily_chart("Bayern"))), texts(picture(daily_chart("Bayern"), note=note(words)))
    assert len(lines) > len(plain)
    assert "".join("".join(lines[len(plain) :]).split()) == "".join(words.split())
    assert all(sum(2 if letter > "\u2e7f" else 1 for letter in line) < 140 for line in lines)


@pytest.mark.parametrize("text", HOSTILE)
def test_words_on_a_picture_stay_words(text: str) -> None:
    for element in ElementTree.fromstring(picture(daily_chart(text), note=note(text.replace("{", "(")))).iter():
        assert element.tag.removeprefix(f"{{{SVG}}}") in ELEMENTS
        assert {name for name in element.attrib if name not in ATTRIBUTES} <= {"role", "aria-labelledby", "class"}
