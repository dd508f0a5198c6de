"""Twenty genuine submissions are on the first page, whatever mass of junk surrounds them; nothing is on no page; what cannot be told is said."""

import pathlib
import random
from collections.abc import Sequence

import pytest
from floods import FLOODS, sentences, words_of
from genuine import GENUINE
from hypothesis import given, settings
from hypothesis import strategies as st
from inbox import case_with_intake, genuine_and, sent

from counterwatch.api.intake_accept import reject
from counterwatch.api.intake_receive import receive
from counterwatch.api.intake_triage import queue, triage
from counterwatch.core import WrongUsage
from counterwatch.core.progress import quiet
from counterwatch.incidents.intake.sketches import sketches
from counterwatch.incidents.intake.triage import PAGE, Gathered, Line, Seen, gathered, lines
from counterwatch.text.readable import is_readable, script_of
from counterwatch.text.sameness import same

JUNK = 1_000


def queued(texts: Sequence[str], batches: Sequence[str] | None = None) -> tuple[Gathered, list[Line]]:
    """Return the lines of texts as if each were a submission."""
    found = gathered(sketches(map(same, texts)))
    seen = [
        Seen(evidence=str(number), batch=batches[number] if batches else "", kind=script_of(text), has_fault=False, tells=True, agreed=True)
        for number, text in enumerate(texts)
    ]
    return found, lines(found, seen, [is_readable(texts[each]) for each in found.centres])


def mixed(kind: str, seed: int, count: int = JUNK) -> tuple[list[str], list[int]]:
    """Return genuine texts among junk in an order drawn by lot, and where the genuine ones are."""
    texts = [text for _, text in genuine_and(FLOODS[kind](count, random.Random(seed)))]
    order = random.Random(seed).sample(range(len(texts)), len(texts))
    return [texts[each] for each in order], [order.index(number) for number in range(len(GENUINE))]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("kind", FLOODS)
def test_the_genuine_are_on_the_first_page(kind: str, seed: int) -> None:
    texts, genuine = mixed(kind, seed)
    _, found = queued(texts)
    first = {each for line in found[:PAGE] for each in line.members}
    assert set(genuine) <= first


@pytest.mark.parametrize("kind", FLOODS)
def test_without_an_order_they_would_not_be(kind: str) -> None:
    _, genuine = mixed(kind, 1)
    assert not set(genuine) <= set(range(PAGE))


def test_of_changed_copies_the_original_is_shown() -> None:
    texts, _ = mixed("mutated copies", 3)
    _, found = queued(texts)
    shown = {texts[line.shown] for line in found[:PAGE]}
    assert len(shown & {text for _, text in GENUINE}) >= 18


@pytest.mark.parametrize("kind", FLOODS)
def test_every_submission_is_on_exactly_one_line(kind: str) -> None:
    texts, _ = mixed(kind, 4, 300)
    _, found = queued(texts)
    assert sorted(each for line in found for each in line.members) == list(range(len(texts)))
    assert all(line.shown in line.members for line in found)


@settings(max_examples=25)
@given(st.lists(st.one_of(st.text(max_size=60), st.sampled_from([text for _, text in GENUINE])), max_size=30))
def test_whatever_is_told_is_on_exactly_one_line_and_in_the_same_order_again(texts: list[str]) -> None:
    _, found = queued(texts)
    assert sorted(each for line in found for each in line.members) == list(range(len(texts)))
    assert queued(texts)[1] == found
    for line in found:
        assert list(line.members) == sorted(line.members)


def test_two_accounts_of_one_event_in_different_words_are_two_lines() -> None:
    one = "The police came to our house on Monday evening and asked my father where I live now and with whom I speak."
    two = "On Monday officers visited my parents. They wanted to know my address abroad and the names of those I meet."
    _, found = queued([one, two, one + " He did not answer."])
    assert sorted(line.members for line in found) == [(0, 2), (1,)]


def test_what_came_earlier_is_not_pushed_back_by_a_later_mass_of_texts_that_nothing_tells_apart() -> None:
    """Every text of the mass is new and readable: only that batches take turns keeps the others in sight."""
    draw = random.Random(9)
    words = sorted({word for text in sentences("en") for word in words_of(text, "en")})
    mass = [" ".join(draw.choices(words, k=40)) for _ in range(600)]
    earlier = [text for language, text in GENUINE if language in ("en", "fr")]
    texts = [*earlier, *mass]
    _, found = queued(texts, ["first"] * len(earlier) + ["second"] * len(mass))
    assert set(range(len(earlier))) <= {each for line in found[:PAGE] for each in line.members}
    _, together = queued([*mass, *earlier])
    assert not {*range(len(mass), len(texts))} <= {each for line in together[:PAGE] for each in line.members}, "the limit that is documented"


def test_a_thousand_files_are_received_and_every_one_is_on_some_page(tmp_path: pathlib.Path) -> None:
    case, intake = case_with_intake(tmp_path / "case")
    sent(tmp_path / "in", intake, genuine_and(FLOODS["shuffled sentences"](JUNK - 20, random.Random(2))), seed=2)
    assert receive(case, [tmp_path / "in"]).new == JUNK
    first = triage(case)
    texts = {each.received.submission.answers.what for each in first.items if each.received.submission}
    assert {text for _, text in GENUINE} <= texts
    assert (first.waiting, len(first.items)) == (JUNK, PAGE)
    evidence, every = queue(case, set(), quiet)
    assert sorted(each for line in every for each in line.members) == list(range(len(evidence)))
    last = triage(case, page=first.pages)
    assert len(last.items) == first.lines - PAGE * (first.pages - 1)
    assert not {each.received.id for each in last.items} & {each.received.id for each in first.items}
    with pytest.raises(WrongUsage, match="there is no page"):
        triage(case, page=first.pages + 1)


def test_a_line_opens_into_its_submissions_and_what_is_decided_leaves_the_queue(tmp_path: pathlib.Path) -> None:
    case, intake = case_with_intake(tmp_path / "case")
    sent(tmp_path / "in", intake, genuine_and(FLOODS["identical"](60, random.Random(1))))
    receive(case, [tmp_path / "in"])
    (line,) = [each for each in triage(case).items if each.alike > 1]
    assert line.alike == 60
    members = [each.received for page in (1, 2) for each in triage(case, group=line.received.id, page=page).items]
    assert len({each.evidence for each in members}) == 60
    for each in members[:3]:
        reject(case, each.id, reason="an advertisement")
    after = triage(case)
    assert (after.waiting, after.rejected) == (77, 3)
    assert next(each.alike for each in after.items if each.alike > 1) == 57
