import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.text.key import key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("ｓｃｈｏｏｌ　１２", "school 12"),
        ("e\u0301cole", "École"),
        ("新\u200b疆", "新疆"),
        ("葛\U000e0100", "葛"),
        ("\u202eabc\u202c", "abc"),
        ("شىنجاڭ", "ش\u200cىنجاڭ"),
        ("བོད་\u00adལྗོངས", "བོད་ལྗོངས"),
        ("two\t\n words ", "two words"),
        ("ﷺ", "صلى الله عليه وسلم"),
        ("e\u200d\u0301", "é"),
    ],
)
def test_spellings_that_look_alike_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("学", "校"), ("a", "á"), ("ئ", "ى"), ("ཀ", "ཁ"), ("1", "l")])
def test_different_letters_stay_different(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert key(key(text)) == key(text)


@given(st.text(), st.text())
def test_a_key_has_words_with_single_spaces_and_nothing_unseen(one: str, other: str) -> None:
    found = key(f"{one} {other}")
    assert found == " ".join(found.split())
    assert not [each for each in found if unicodedata.category(each) in {"Cc", "Cf", "Cs"}]


def test_every_character_has_a_key_that_stays() -> None:
    found = {chr(code): key(chr(code)) for code in range(sys.maxunicode + 1)}
    assert [each for each, made in found.items() if key(made) != made] == []
