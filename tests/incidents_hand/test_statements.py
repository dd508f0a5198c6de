"""Who said what, in which words: a number without a document is told, a private person is never named, a figure can be computed again."""

import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.api.case import add, new_case, open_case
from counterwatch.api.incidents import history, incident_from
from counterwatch.api.incidents_hand import add_incident
from counterwatch.api.incidents_links import link, support_of, unlink
from counterwatch.api.incidents_statements import add_statement, claim_statement, correct_statement, statement_from, statement_history, statements
from counterwatch.case import Case, Identity
from counterwatch.core import Verdict, WrongUsage
from counterwatch.incidents.quantity import quantity
from counterwatch.incidents.statement import BASES, fields_of, flags, statement_of
from counterwatch.incidents.vocabulary import packaged

OFFICE = {"office": "Freedom House", "kind": "ngo", "on": "2025-02", "words": "908 of 1219 is nearly 80 percent", "language": "en"}


@pytest.fixture
def case(tmp_path: pathlib.Path) -> Case:
    identity = Identity.new()
    return open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)


def told(case: Case, **said: str) -> str:
    return " | ".join(map(str, flags(add_statement(case, {**OFFICE, **said})[0])))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("at least 70 million", 70_000_000, None), ("more than 1.3 million", 1_300_000, None), ("more than 130", 131, None), ("6 or 7", 6, 7),
        ("130万", 1_300_000, 1_300_000), ("超过7000万", 70_000_000, None), ("1,5 million", 1_500_000, 1_500_000), ("2亿", 200_000_000, 200_000_000),
        ("plus de 3 milliards", 3_000_000_000, None), ("1,219", 1219, 1219), ("10万-20万", 100_000, 200_000),
    ],
)  # fmt: skip
def test_numbers_as_people_say_them(text: str, low: int, high: int | None) -> None:
    found = quantity(text)
    assert found is not None
    assert (found.low, found.high, found.as_written) == (low, high, text)


@given(st.integers(1, 9999), st.sampled_from([("万", 10**4), (" million", 10**6), ("亿", 10**8), (" thousand", 10**3)]))
def test_a_scaled_number_is_the_number_times_its_scale(count: int, scale: tuple[str, int]) -> None:
    found = quantity(f"{count}{scale[0]}")
    assert found is not None
    assert (found.low, found.high) == (count * scale[1], count * scale[1])


def test_an_official_estimate_without_a_document_is_flagged(case: Case) -> None:
    words = {"words": "an official estimate of at least 70 million in 1999", "number": "at least 70 million", "unit": "persons"}
    assert "called official, and no document" in told(case, **words)
    assert "called official" not in told(case, **words, document="yearbook of 1999, page 12")
    assert "rests on no document" in told(case, words="we counted 70", number="70", unit="persons")
    assert "called official" in told(case, words="官方估计有7000万", number="7000万", unit="人")
    assert "document" not in told(case, words="it never happened")


def test_what_was_not_recorded_is_told(case: Case, tmp_path: pathlib.Path) -> None:
    assert "it gains" in told(case)
    assert "it gains" not in told(case, interest="none")
    assert "it gains" not in told(case, interest="sells the tickets")
    assert "seen or concluded" not in told(case, basis="observation")
    (tmp_path / "page.txt").write_text("a page")
    add(case, [tmp_path / "page.txt"])
    made, _ = add_statement(case, {**OFFICE, "id": "s"}, support=[support_of(case, "page.txt", stance="contradicts", pages="2")])
    assert not [each for each in flags(made) if "evidence" in str(each)]


def test_evidence_found_later_is_linked_to_a_statement(case: Case, tmp_path: pathlib.Path) -> None:
    (tmp_path / "page.txt").write_text("a page")
    add(case, [tmp_path / "page.txt"])
    made, _ = add_statement(case, OFFICE)
    assert len(link(case, made.id, "page.txt", pages="3", stance="contradicts").support) == 1
    assert [place.place for each in statements(case) for place in each.support] == ["page=3"]
    assert unlink(case, made.id, "page.txt").support == ()


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"office": ""}, "who speaks"),
        ({"role": "a student"}, "not both"),
        ({"kind": "target"}, "private person"),
        ({"office": "", "role": "Mrs Anybody"}, "name of a person"),
        ({"office": "", "role": "王女士"}, "name of a person"),
        ({"office": "", "role": "reach me at 13812345678"}, "telephone"),
        ({"words": ""}, "no words"),
        ({"on": ""}, "not said when"),
        ({"language": "french?"}, "language tag"),
        ({"basis": "rumour"}, "observation"),
        ({"number": "plenty"}, "plenty"),
        ({"kind": "newspapr"}, "attributed_by"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_written(case: Case, said: dict[str, str], word: str) -> None:
    head = case.head
    with pytest.raises(WrongUsage, match=word):
        add_statement(case, {**OFFICE, **said})
    with pytest.raises(WrongUsage, match="no incident"):
        add_statement(case, OFFICE, about=["nothing"])
    with pytest.raises(WrongUsage, match="no incident"):
        add_statement(case, OFFICE, answers="nothing")
    assert case.head == head


def test_a_private_person_speaks_in_a_role(case: Case) -> None:
    made, _ = add_statement(case, {"role": "a former employee of a logistics company", "kind": "target", "on": "2020-07", "words": "每天都显示零"})
    assert (made.is_person, made.speaker, made.language) == (True, "a former employee of a logistics company", "und")


def test_the_answer_of_a_named_party_becomes_the_response_once(case: Case) -> None:
    add_incident(case, {"id": "E", "date": "2025", "tactic": "IN.venue_pressure", "target_type": "venue", "organisation": "A theatre"})
    assert incident_from(history(case, "E")[-1].record).needs_response
    made, _ = add_statement(case, {"office": "A theatre", "on": "2025-03", "words": "nous n'avons rien annulé", "language": "fr"}, answers="E")
    answered = incident_from(history(case, "E")[-1].record)
    assert (answered.response, answered.needs_response) == ("nous n'avons rien annulé", False)
    assert made.id in answered.reason
    add_statement(case, {"office": "A theatre", "on": "2025-04", "words": "autre chose"}, answers="E")
    assert incident_from(history(case, "E")[-1].record) == answered
    add_statement(case, {"office": "The ministry", "on": "2025-04", "words": "no comment"}, answers=made.id)


def test_the_figure_of_a_statement_is_computed_again_and_named(case: Case) -> None:
    made, _ = add_statement(case, {**OFFICE, "number": "908", "unit": "cases"})
    answer = claim_statement(case, made.id)
    assert [each.verdict for each in answer] == [Verdict.DEPARTS]
    assert [each.run.id for each in case.runs()] == [answer.run.id]
    for _ in range(2):
        claim_statement(case, made.id)
    versions = [statement_from(each.record) for each in statement_history(case, made.id)]
    assert [each.findings for each in versions] == [(), (answer.run.id,)]


def test_a_correction_is_a_new_version_with_a_reason(case: Case) -> None:
    made, is_new = add_statement(case, OFFICE)
    assert (is_new, add_statement(case, OFFICE)) == (True, (made, False))
    now = correct_statement(case, made.id, {"role": "an analyst", "interest": "none"}, reason="asked again")
    assert (now.speaker, now.is_person, now.declares_none, now.words) == ("an analyst", True, True, made.words)
    assert [statement_from(each.record).reason for each in statement_history(case, made.id)] == ["", "asked again"]
    with pytest.raises(WrongUsage, match="already"):
        correct_statement(case, made.id, {"role": "an analyst"}, reason="again")
    assert statements(case) == [now]


WORDS = st.text(st.characters(categories=["L", "M"]), min_size=1, max_size=20)
SAID = st.fixed_dictionaries(
    {"on": st.sampled_from(["2020-01-05", "about 2019", "腊月"]), "words": WORDS, "id": st.just("s"), "basis": st.sampled_from(BASES)},
    optional={
        "kind": st.sampled_from(["ngo", "court", "media"]), "language": st.sampled_from(["en", "zh-Hans", "ug", "bo"]), "source": WORDS,
        "interest": st.one_of(st.just("none"), WORDS), "number": st.sampled_from(["6 or 7", "130万", "more than 130"]),
        "unit": WORDS, "method": WORDS,
    },
).flatmap(lambda said: st.sampled_from([{**said, "office": "An office"}, {**said, "role": "a student"}]))  # fmt: skip


@given(SAID)
def test_what_a_statement_says_makes_the_same_statement(said: dict[str, str]) -> None:
    made, faults = statement_of(said, packaged())
    assert faults == {}
    assert statement_of(fields_of(made), packaged()) == (made, {})
