"""The vocabulary: every term labelled in four languages, no label twice in a scheme, ordered scales in the same order in every language."""

import pytest

from counterwatch.incidents.vocabulary import LANGUAGES, ORDERED, Term, packaged


def test_every_term_has_a_label_in_every_language_and_no_two_share_one() -> None:
    known = packaged().terms
    assert len(known) == 18
    assert sum(map(len, known.values())) == 235
    for scheme, terms in known.items():
        for language in LANGUAGES:
            labels = [each.labels[language] for each in terms.values()]
            assert all(labels), (scheme, language)
            assert len(set(labels)) == len(labels), (scheme, language)


def test_a_code_above_another_exists() -> None:
    for terms in packaged().terms.values():
        assert {each.broader for each in terms.values()} - {""} <= terms.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_likely_and_unlikely_do_not_change_places(language: str) -> None:
    words = {
        "fr": {"low": "faible", "high": "élev"}, "en": {"low": "low", "high": "high"}, "zh-Hans": {"low": "低", "high": "高"},
        "zh-Hant": {"low": "低", "high": "高"},
    }  # fmt: skip
    confidence = packaged().terms["confidence"]
    assert list(confidence) == ["low", "moderate", "high"]
    for code, word in words[language].items():
        assert word in confidence[code].label(language).casefold()


def test_ordered_schemes_are_there_in_their_order() -> None:
    known = packaged()
    assert known.codes("source_reliability") == list("ABCDEF")
    assert known.codes("info_credibility") == list("123456")
    assert set(ORDERED) <= known.terms.keys()


def test_a_case_adds_terms_and_replaces_none() -> None:
    own = [
        Term(scheme="tactic", code="DA.assault", labels={"en": "something else"}),
        Term(scheme="tactic", code="XX.new", labels={"en": "new thing"}),
    ]
    made = packaged().with_own(own)
    assert made.term("tactic", "DA.assault") == packaged().term("tactic", "DA.assault")
    assert made.labelled("tactic", "NEW thing") == ["XX.new"]
    assert packaged().term("tactic", "XX.new") is None


@pytest.mark.parametrize("text", ["DA.assassination", "Assassination", "assassinat", "暗杀", "暗殺"])
def test_a_term_is_known_by_its_code_and_by_its_label_in_each_language(text: str) -> None:
    assert packaged().labelled("tactic", text) == ["DA.assassination"]
