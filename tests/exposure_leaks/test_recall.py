"""What is planted is found, all of it, under its label and by the right steps; what only looks like it is not."""

import string
from collections import Counter

import numpy as np
import pytest
from corpus import DIGESTS, PERSONA, WRITTEN, Plant, plants
from reading_back import is_true

from counterwatch.exposure.leaks.search import Search

PLANTED = 2_400
FEW_ESCAPES = 2010
"""Seed of a corpus in which a compressed stream is a value of which two bytes alone are escaped."""
BY_CHANCE = {52: ("url", "json"), 62: ("hex",)}
"""Seeds of a corpus in which fewer steps, or others, read something too, and those steps."""


@pytest.fixture(scope="module")
def search() -> Search:
    return Search(PERSONA)


def faults(search: Search, plant: Plant) -> list[str]:
    """Return what is wrong: what is not found, a path along which nothing is to be read, another identifier."""
    found = search(plant.part).found
    paths = {each.path for each in found if each.label == plant.label and each.digest == plant.digest}
    readable = {tuple(step for step in path if step not in {"form", "multipart", "protobuf"}) for path in paths}
    said = f"{plant.label} {plant.text!r} {plant.digest} {plant.path} {plant.container}"
    # By chance fewer steps may read it too, as where a compressor lets it stand, or where the number of a device is hexadecimal as it is.
    by_chance = {path for path in readable - plant.paths if is_true(plant, path)}
    shorter = {path for path in by_chance if is_part(path, plant.path)}
    wrong = [] if readable & plant.paths or shorter else [f"not found: {said}: {[(each.label, each.path) for each in found]} {plant.part[:200]!r}"]
    untrue = readable - plant.paths - by_chance
    wrong += [f"also said: {said}: {untrue}"] if untrue else []
    wrong += [f"another is found: {said}: {each.label}" for each in found if each.label != plant.label]
    return wrong


def is_part(path: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    rest = iter(whole)
    return all(step in rest for step in path)


@pytest.mark.parametrize("seed", [20261128, FEW_ESCAPES, *BY_CHANCE])
def test_everything_planted_is_found_by_the_right_steps(search: Search, seed: int) -> None:
    corpus = list(plants(seed, PLANTED))
    assert Counter(len(each.path) for each in corpus)[3] > PLANTED / 8
    assert len({each.path for each in corpus}) > 300
    assert [wrong for each in corpus for wrong in faults(search, each)] == []


@pytest.mark.parametrize("seed", BY_CHANCE)
def test_fewer_steps_than_were_planted_read_it_by_chance(search: Search, seed: int) -> None:
    found = [(plant, {each.path for each in search(plant.part).found}) for plant in plants(seed, PLANTED)]
    other = [path for plant, paths in found for path in paths if path == BY_CHANCE[seed] and path not in plant.paths and is_true(plant, path)]
    assert len(other) == 1


def test_a_path_is_true_only_where_the_libraries_read_it_along_it() -> None:
    corpus = [each for each in plants(11, 300, 2, strict=True) if each.container == "body"]
    assert len(corpus) > 30
    assert [each.path for each in corpus if not is_true(each, each.path)] == []
    assert [each.path for each in corpus if is_true(each, each.path[1:]) or is_true(each, each.path[:1]) or is_true(each, ())] == []


def test_nothing_deeper_than_three_encodings_is_said(search: Search) -> None:
    deep = list(plants(4, 300, 4, strict=True))
    assert {len(each.path) for each in deep} == {4}
    assert [(each.path, search(each.part).found) for each in deep if search(each.part).found] == []


def changed(text: str, rng: np.random.Generator) -> str:
    """Return a text in which one letter or digit of its second half became another of its like."""
    places = [number for number, each in enumerate(text) if each.isascii() and each.isalnum() and 2 * number >= len(text)]
    place = int(rng.choice(places))
    like = next(each for each in (string.digits, string.ascii_lowercase, string.ascii_uppercase) if text[place] in each)
    other = rng.choice([each for each in like if each.lower() != text[place].lower()])
    return text[:place] + str(other) + text[place + 1 :]


TOLD = {"phone#1", "phone#2", "email#2", "id#1", "device#1", "device#2", "device#3", "account#1"}
TELLING = [text for label, text in WRITTEN if label in TOLD and text.isascii()]


def test_look_alikes_are_not_taken_for_it(search: Search) -> None:
    rng = np.random.default_rng(7)
    alike = [changed(text, rng) for text in TELLING for _ in range(20)]
    assert [(each, search(f"v={each}&x=1".encode()).found) for each in alike if search(f"v={each}&x=1".encode()).found] == []


@pytest.mark.parametrize(
    "text",
    [
        "9913800138000", "138001380001", "1.13800138000", "13800138000.5", "%3813800138000", "+87 138 0013 8000", "+1-138-0013-8000",
        "atenzin@example.org", "tenzin@example.org.cn",
        "my.tenzin@example.org", "tenzin@example.organic", "tenzin-@example.org", "Mehmet Yılmazer", "xMehmet Yılmaz", "mehmet", "阿米娜",
        "14901542032375180", "39.91,117.38", "39.95,116.378", "39.912 and nothing else", "39.91195;116.9", "wxid_k3tqs81zz21", "xwxid_k3tqs81zz2",
    ],
)  # fmt: skip
def test_a_piece_of_something_longer_is_something_else(search: Search, text: str) -> None:
    assert search(text.encode()).found == ()
    assert search(f'{{"v":"{text}"}}'.encode()).found == ()


def test_a_digest_of_another_number_or_with_salt_is_not_found(search: Search) -> None:
    for text in ("+8613800138001", "salt+8613800138000", "tenzin@example.com"):
        for make in DIGESTS.values():
            assert search(make(text.encode()).hex().encode()).found == ()
