"""Text from data cannot hide, reorder or speak the wrong language."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from counterwatch.report.passage import is_hidden, language_of_script, passage


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(str(text))
        self.close()

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text())
def test_any_text_stays_text(text: str) -> None:
    seen = Elements(passage(text))
    assert set(seen.tags) <= {"bdi", "span"}
    assert seen.text == "".join(f"U+{ord(each):04X}" if is_hidden(each) else each for each in text)


def test_an_override_in_a_file_name_is_shown() -> None:
    assert "U+202E" in passage("invoice\u202egpj.exe")
    assert "\u202e" not in passage("invoice\u202egpj.exe")


def test_joiners_that_belong_to_writing_stay() -> None:
    assert "می\u200cخواهم" in passage("می\u200cخواهم")


def test_the_script_tells_the_language_where_it_can() -> None:
    names = {"湖北省": "zh", "ئۈرۈمچى": "ug", "ལྷ་ས།": "bo", "東京タワー": "ja", "서울": "ko", "Bayern": None, "القاهرة": None, "": None}
    assert {text: language_of_script(text) for text in names} == names
