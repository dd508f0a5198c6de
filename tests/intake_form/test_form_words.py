"""The words of a form: none is missing, none was left in English, and each gap is there in every language."""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from counterwatch.incidents.intake.limits import ANSWERS, SCOPES, TAGS
from counterwatch.incidents.intake.words import mark_of, unreviewed_tags, words
from forms_of_intake import Elements, form

OTHERS = [tag for tag in TAGS if tag != "en"]
GAP = re.compile(r"\{\w+\}")
SCRIPT = {"zh-Hans": r"[\u4e00-\u9fff]", "zh-Hant": r"[\u4e00-\u9fff]", "ug": r"[\u0626-\u06d5]", "bo": r"[\u0f40-\u0f6c]"}
LATIN = {"Esc", "MB"}
"""What is written the same on keyboards and in units everywhere."""
SIMPLIFIED_ONLY = "这们说时问题语张页电话档计选择让关还"


@pytest.mark.parametrize("tag", OTHERS)
def test_a_language_has_every_key_with_the_same_gaps_and_none_in_english(tag: str) -> None:
    english, other = words("en").texts, words(tag).texts
    assert list(other) == list(english)
    assert {key: sorted(GAP.findall(text)) for key, text in other.items()} == {key: sorted(GAP.findall(text)) for key, text in english.items()}
    assert [key for key, text in other.items() if text == english[key] or not text.strip()] == []


@pytest.mark.parametrize("tag", SCRIPT)
def test_a_language_is_written_in_its_script(tag: str) -> None:
    texts = {key: GAP.sub("", text) for key, text in words(tag).texts.items()}
    assert [key for key, text in texts.items() if not re.search(SCRIPT[tag], text)] == []
    assert {word for text in texts.values() for word in re.findall(r"[A-Za-z]{2,}", text)} <= LATIN


def test_french_holds_no_english_sentence() -> None:
    english = {word for text in words("en").texts.values() for word in re.findall(r"[a-z]{4,}", text.lower())}
    for key, text in words("fr").texts.items():
        found = set(re.findall(r"[a-zà-ÿ]{4,}", text.lower()))
        assert len(found & english) <= len(found) / 2, key


def test_traditional_characters_are_traditional() -> None:
    assert [key for key, text in words("zh-Hant").texts.items() if set(text) & set(SIMPLIFIED_ONLY)] == []


def test_every_word_that_the_page_shows_is_a_key_and_every_key_is_shown() -> None:
    page = form(organisation="x").page
    program = next(text for attributes, text in Elements(page).named("script") if not attributes)
    shown = {str(attributes["data-t"]) for _, attributes, _ in Elements(page).found if "data-t" in attributes}
    shown |= (
        set(re.findall(r'"((?:label|danger|consent)_[a-z_]*[a-z])"', program)) | set(re.findall(r"texts\.([a-z_]+)", program)) | {"danger_script"}
    )
    assert shown == set(words("en").texts)


def test_each_answer_and_each_consent_has_its_words() -> None:
    keys = words("en").texts.keys()
    assert {f"label_{name}" for name in ANSWERS} | {f"consent_{scope}" for scope in SCOPES} <= keys


def test_english_is_reviewed_and_what_is_not_is_known() -> None:
    assert words("en").is_reviewed
    assert words("en").labels_reviewed
    assert unreviewed_tags() == tuple(tag for tag in TAGS if not {"consent", "danger"} <= words(tag).kinds_reviewed)


def test_a_review_holds_for_the_sentences_that_were_read_and_no_others() -> None:
    before = words("bo")
    read = msgspec.structs.replace(before, reviewed={kind: mark_of(before, kind) for kind in ("consent", "danger")})
    assert read.is_reviewed
    assert not read.labels_reviewed
    for key in ("consent_none", "danger_key"):
        assert not msgspec.structs.replace(read, texts={**read.texts, key: f"{read.texts[key]}x"}).is_reviewed
    assert msgspec.structs.replace(read, texts={**read.texts, "label_when": "x"}).is_reviewed
    assert not msgspec.structs.replace(before, reviewed={kind: mark_of(words("ug"), kind) for kind in ("consent", "danger")}).is_reviewed


def test_a_form_says_in_its_data_what_was_reviewed() -> None:
    page = form().page.decode()
    data = json.loads(page.partition('id="build">')[2].partition("</script>")[0])
    assert {each["tag"]: (each["reviewed"], each["labels"]) for each in data["languages"]} == {
        tag: (words(tag).is_reviewed, words(tag).labels_reviewed) for tag in TAGS
    }
    assert form().built.unreviewed == unreviewed_tags()
