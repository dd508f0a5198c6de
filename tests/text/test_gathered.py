"""Masses of nearly equal texts gather around the one that they were made from; what only chains hang together does not."""

import itertools
import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from counterwatch.text.gathered import LEAST, gathered
from counterwatch.text.minhash import HASHES, signatures
from counterwatch.text.passages import SAMPLE, passages
from counterwatch.text.shingles import shingles

WORDS = ["".join(random.Random(seed).choices("aeioukltmnrsvp", k=3 + seed % 6)) for seed in range(4_000)]


def texts_of(count: int, seed: int, size: int = 40) -> list[str]:
    draw = random.Random(seed)
    return [" ".join(draw.choices(WORDS, k=size)) for _ in range(count)]


def changed(text: str, share: float, draw: random.Random) -> str:
    return " ".join(draw.choice(WORDS) if draw.random() < share else each for each in text.split())


def around(texts: list[str]) -> list[int]:
    found: list[int] = gathered(signatures(shingles(texts)), np.ones(len(texts), np.int64)).tolist()
    return found


def test_copies_gather_around_the_original_wherever_it_stands() -> None:
    draw = random.Random(1)
    for place in (0, 150, 299):
        (original,) = texts_of(1, seed=place)
        texts = [changed(original, 0.2, draw) for _ in range(300)]
        texts[place] = original
        found = around(texts)
        assert found[place] == place
        assert found.count(place) >= 285


def test_families_do_not_mix_and_strangers_stay_alone() -> None:
    draw = random.Random(2)
    originals = texts_of(5, seed=3)
    texts = [*(changed(each, 0.1, draw) for each in originals for _ in range(60)), *texts_of(20, seed=4)]
    found = around(texts)
    families = [set(found[start : start + 60]) for start in range(0, 300, 60)]
    assert all(one.isdisjoint(other) for one, other in itertools.combinations(families, 2))
    assert found[300:] == list(range(300, 320))


def test_the_ends_of_a_chain_of_small_changes_are_not_one_group() -> None:
    first, last = (each.split() for each in texts_of(2, seed=5))
    chain = [" ".join(last[:step] + first[step:]) for step in range(len(first) + 1)]
    found = around(chain)
    assert found[0] != found[-1]


@settings(max_examples=30)
@given(st.lists(st.text(max_size=30), max_size=25), st.integers(0, 1_000))
def test_every_text_is_alike_to_its_centre_and_a_centre_is_its_own(texts: list[str], seed: int) -> None:
    draw = random.Random(seed)
    texts = [*texts, *(each + draw.choice(["", " x", "yy"]) for each in texts)]
    signed = signatures(shingles(texts))
    found = gathered(signed, np.ones(len(texts), np.int64))
    assert (found[found] == found).all()
    agreed = (signed == signed[:, found]).sum(axis=0) / HASHES
    assert (agreed >= LEAST).all()


def test_what_most_have_is_the_centre_of_equals() -> None:
    one, other = "the same words in one order here", "the same words in one order here."
    signed = signatures(shingles([one, other]))
    assert gathered(signed, np.array([1, 9]))[0] in (0, 1)
    same = signed[:, [0, 0, 0]]
    assert gathered(same, np.array([1, 5, 2])).tolist() == [1, 1, 1]


def test_of_passages_the_same_sample_is_taken_everywhere() -> None:
    (text,) = texts_of(1, seed=6, size=2_000)
    (other,) = texts_of(1, seed=7, size=50)
    found = passages([text, f"{other} {text} {other}", other])
    first, second, third = (set(found.values[found.starts[each] : found.starts[each + 1]].tolist()) for each in range(3))
    assert first <= second
    distinct = {text[at : at + 12] for at in range(len(text) - 11)}
    assert abs(len(first) * SAMPLE / len(distinct) - 1) < 0.15
    assert len(third & first) <= 2


def test_a_passage_of_chinese_has_six_characters() -> None:
    text = "去年冬天我在广场举牌之后老家的派出所连续三次上门找我母亲"
    assert passages([text[:5]]).sizes.tolist() == [0]
    assert sum(passages([text[at : at + 6] for at in range(20)]).sizes.tolist()) > 0
    assert passages(["elevenchars"]).sizes.tolist() == [0]
