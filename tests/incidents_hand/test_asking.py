"""Whatever is typed as an answer is taken, asked about or refused with a reason; what is taken would stand in a row of a sheet."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.core.country import country_codes, country_name
from counterwatch.core.language import LANGUAGES
from counterwatch.incidents.asking import country_of, take, terms_of
from counterwatch.incidents.contacts import contact_in
from counterwatch.incidents.corrected import faults_of
from counterwatch.incidents.draft import Draft
from counterwatch.incidents.questions import FIRST, FURTHER
from counterwatch.incidents.rows import Row
from counterwatch.incidents.vocabulary import packaged

WORDS = packaged()
ASKED = [each for each in (*FIRST, *FURTHER) if each.kind != "files"]


def make(cells: Mapping[str, str]) -> Row:
    return Row(cells=cells, vocabulary=WORDS, mapped={})


TYPED = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["Berlin", "柏林，德国", "2022年10月", "passport", "护照", "3", "0", "99", "6-8", "8-6", "threat", "2027-03-31", "Germny", ","]),
    st.builds("{}, {}".format, st.text(max_size=8), st.text(max_size=8)),
)


@given(st.sampled_from(ASKED), TYPED, st.sampled_from(LANGUAGES))
def test_any_answer_is_taken_asked_about_or_refused(question: object, typed: str, language: str) -> None:
    taken = take(question, typed, {}, make, language)  # type: ignore[arg-type]
    assert sum(map(bool, (taken.cells, taken.choices, taken.fault))) == 1
    if taken.cells:
        said = {name: text for name, text in taken.cells.items() if text}  # an empty answer clears the fields
        _, faults = faults_of(Row(cells={"date": "2022", **said}, vocabulary=WORDS, mapped={}))
        assert faults == {}
    for each in taken.choices:
        assert take(question, each.answer, {}, make, language).cells  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.sampled_from(ASKED), TYPED), max_size=12))
def test_what_was_taken_together_can_be_recorded(typed: list[tuple[object, str]]) -> None:
    draft = Draft()
    for question, text in typed:
        draft = draft.saying(take(question, text, draft.cells, make, "en").cells)  # type: ignore[arg-type]
    _, faults = faults_of(Row(cells=draft.row(), vocabulary=WORDS, mapped={}))
    assert faults == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_is_found_by_its_label_its_code_and_its_number(language: str) -> None:
    for question in (each for each in ASKED if each.kind == "term"):
        scheme = question.fields[0]
        for each in terms_of(question, WORDS, language):
            for typed in (each.answer, str(each.label), *([] if scheme == "info_credibility" else [str(each.number)])):
                assert take(question, typed, {}, make, language).cells == {scheme: each.answer}, (scheme, typed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_is_known_by_its_name(language: str) -> None:
    assert [code for code in sorted(country_codes()) if country_of(country_name(code, language)) != code] == []


@pytest.mark.parametrize("name", ["گېرمانىيە", "འཇར་མན་", "de", "ALLEMAGNE", "Deutschland"])
def test_a_country_in_other_scripts(name: str) -> None:
    assert country_of(name) == ("" if name == "Deutschland" else "DE")


CONTACTS = [
    "+49 30 1234567", "call 0086 138 1234 5678", "13812345678", "a.b@example.org", "@someone_88", "t.me/someone", "https://www.facebook.com/someone",
    "微信@someone", "１３８１２３４５６７８", "看x.com/someone", "打电话13812345678给他",
]  # fmt: skip
HARMLESS = [
    "on 2022-10-05 and 2022-10-06", "6-8 persons of 1,219 cases", "https://example.org/2022/10/05/page-1234567890", "from 10:15 to 12:30",
    "Resolution 2018/23", "the years 2019-2021", "ECLI:EU:C:2020:559", "家人两次被警察约谈", "130 incidents in 38 countries",
]  # fmt: skip


@pytest.mark.parametrize("text", CONTACTS)
def test_how_to_reach_somebody_is_seen(text: str) -> None:
    assert contact_in(text)
    assert contact_in(f"Her family wrote {text} twice")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_and_links_may_stand(text: str) -> None:
    assert contact_in(text) is None
