"""Copies with changed words are found in any script, unrelated texts stay apart, and what is called alike is alike when counted exactly."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from copies import edited, sentence, traditional, written
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import coo_array

from counterwatch.coordination.signal import signals
from counterwatch.coordination.table import Layer
from counterwatch.text.alike import LEAST, centres, jaccard, pairs
from counterwatch.text.minhash import BANDS, CROWD, NEXT
from counterwatch.text.shingles import shingles

LANGUAGES = ("English", "Chinese", "Uyghur", "Tibetan")


def grouped(texts: Sequence[str]) -> list[str]:
    """Return for each post the object that it has after settling, as `cw` would: through the signal and its layer."""
    signal = signals()["near_text"]
    posts = pl.DataFrame({"row": range(len(texts)), "text": list(texts)}, schema={"row": pl.UInt64, "text": pl.String})
    found = signal.objects(posts)
    assert found["row"].to_list() == list(range(len(texts))), "every text has words enough"
    names = found["object"].unique(maintain_order=True)
    codes = {name: code for code, name in enumerate(names)}
    layer = Layer.of(
        "near_text",
        account=np.arange(len(texts), dtype=np.int32),
        object=np.array([codes[each] for each in found["object"]], np.int32),
        time=np.arange(len(texts), dtype=np.int64),
    )
    layer = Layer(signal="near_text", actions=layer.actions, objects=names)
    assert signal.settle is not None
    settled = signal.settle(layer)
    actions = settled.arrays()
    return settled.objects.gather(actions["object"][np.argsort(actions["account"])]).to_list()


@pytest.mark.parametrize("language", LANGUAGES)
def test_copies_with_a_tenth_to_a_fifth_of_the_words_changed_are_found(language: str, record_property: Callable[[str, object], None]) -> None:
    rng = random.Random(7)
    originals = [sentence(rng, language) for _ in range(400)]
    copies = [edited(rng, each, language, rng.uniform(0.05, 0.2)) for each in originals]
    objects = grouped([written(each, language) for each in originals + copies])
    found = sum(one == other for one, other in zip(objects[:400], objects[400:], strict=True))
    record_property(f"near text, {language}: copies with 5 to 20 % of the words changed found", f"{found} of 400")
    assert found >= 0.95 * 400
    strangers = sum(objects.count(each) > 2 for each in objects[:400])
    assert strangers <= 0.01 * 400


def test_traditional_and_simplified_chinese_are_one_text() -> None:
    rng = random.Random(8)
    originals = [sentence(rng, "Chinese") for _ in range(200)]
    copies = [traditional(edited(rng, each, "Chinese", 0.1)) for each in originals]
    objects = grouped([written(each, "Chinese") for each in originals] + copies)
    assert sum(one == other for one, other in zip(objects[:200], objects[200:], strict=True)) >= 190


def test_links_mentions_and_hashtags_make_no_difference() -> None:
    said = "everybody must come to the square on sunday morning"
    dressed = [f"@someone {said} https://t.co/abc", f"{said.upper()} #now #free", f"\u200b{said} www.example.org/a"]
    assert len(set(grouped([said, *dressed]))) == 1


def test_many_jokes_under_one_long_hashtag_are_not_one_text() -> None:
    rng = random.Random(9)
    jokes = [f"{' '.join(sentence(rng, 'English', 8))} #thingsThatNobodyEverAskedAbout" for _ in range(40)]
    assert len(set(grouped(jokes))) == 40


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("RT @somebody everybody must come to the square on sunday", False),
        ("thank you so much!", False),
        ("good morning everybody https://example.org/a-very-long-address-indeed", False),
        ("所有人星期天早上都必须到广场来", True),
        ("到广场来", False),
        ("转发微博//@某某:所有人星期天早上都必须到广场来", False),
        (None, False),
    ],
)
def test_only_words_of_ones_own_and_enough_of_them_count(text: str | None, kept: bool) -> None:
    posts = pl.DataFrame({"row": [1], "text": [text]}, schema={"row": pl.UInt64, "text": pl.String})
    for name in ("text", "near_text"):
        assert len(signals()[name].objects(posts)) == kept


def test_what_the_source_calls_a_repost_has_no_words_of_its_own() -> None:
    said = "everybody must come to the square on sunday morning"
    posts = pl.DataFrame({"row": [1, 2, 3], "text": [said] * 3, "repost_of": ["9", None, ""]}, schema_overrides={"row": pl.UInt64})
    assert signals()["text"].objects(posts)["row"].to_list() == [2, 3]


def pieces(text: str) -> set[str]:
    """Return the shingles of a text as strings, as `text.shingles` says they are."""
    lengths = [2 if "\u2e80" <= each <= "\ua4cf" else 4 for each in text]
    return {text[at : at + length] for at, length in enumerate(lengths) if at + length <= len(text)}


@given(st.lists(st.text(alphabet="ab 中国𐀀", max_size=12), min_size=1, max_size=6))
def test_the_exact_share_is_that_of_sets_of_strings(texts: list[str]) -> None:
    sets = shingles(texts)
    assert sets.sizes.tolist() == [len(pieces(each)) for each in texts]
    one, other = np.triu_indices(len(texts), 1)
    by_hand = [len(pieces(texts[i]) & pieces(texts[j])) / max(1, len(pieces(texts[i]) | pieces(texts[j]))) for i, j in zip(one, other, strict=True)]
    assert jaccard(sets, one, other).tolist() == pytest.approx(by_hand)


def test_a_lone_surrogate_and_no_text_at_all_are_texts() -> None:
    assert len(shingles(["\ud800" * 5, "", "abc"])) == 3
    assert len(pairs([]).one) == 0
    assert centres(0, pairs([])).tolist() == []


def test_of_a_crowd_all_gather_although_not_all_meet() -> None:
    rng = random.Random(10)
    said = sentence(rng, "English", 30)
    variants = sorted({written(edited(rng, said, "English", 0.05), "English") for _ in range(800)})
    found = pairs(variants)
    assert found.crowded > CROWD
    assert len(found.one) < BANDS * (NEXT + 1) * len(variants)
    stars = centres(len(variants), found)
    assert np.bincount(stars).max() >= 0.95 * len(variants)


def test_every_text_is_alike_to_its_centre() -> None:
    rng = random.Random(11)
    chain = [sentence(rng, "English", 20)]
    for _ in range(60):
        chain.append(edited(rng, chain[-1], "English", 0.05))
    texts = [written(each, "English") for each in chain]
    stars = centres(len(texts), pairs(texts))
    away = np.flatnonzero(stars != np.arange(len(texts)))
    assert len(away) >= 30
    assert jaccard(shingles(texts), away, stars[away]).min() >= LEAST
    assert len(set(stars.tolist())) > 1, "the ends of the chain have nothing in common"


def test_the_order_of_posts_makes_no_difference() -> None:
    rng = random.Random(12)
    said = [sentence(rng, "Uyghur") for _ in range(30)]
    texts = [written(edited(rng, each, "Uyghur", 0.1), "Uyghur") for each in said for _ in range(4)]
    turned = rng.sample(range(len(texts)), len(texts))
    straight, mixed = grouped(texts), grouped([texts[each] for each in turned])
    assert mixed == [straight[each] for each in turned]


def neighbours(path: Path) -> list[str]:
    """Return 3,000 texts in 100 stretches of the alphabet, so that there is something to find among so few."""
    said = pl.read_parquet(path, columns=["text"])["text"].str.replace_all(r"\bURL\b", " ").unique().sort()
    rows = [row for start in range(0, len(said) - 60, len(said) // 100) for row in range(start, start + 60)]
    posts = pl.DataFrame({"row": rows, "text": said.gather(rows)}, schema_overrides={"row": pl.UInt64})
    return signals()["near_text"].objects(posts)["object"].unique().sort().to_list()[:3000]


def every_alike(texts: list[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all pairs of texts that are alike, by counting for all pairs which pieces they share."""
    codes: dict[str, int] = {}
    sets = [[codes.setdefault(each, len(codes)) for each in pieces(text)] for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(each) for each in sets])
    matrix = coo_array((np.ones(len(rows), np.int64), (rows, np.concatenate(sets))), shape=(len(texts), len(codes))).tocsr()
    both = (matrix @ matrix.T).tocoo()
    sizes = np.array([len(each) for each in sets])
    share = both.data / (sizes[both.row] + sizes[both.col] - both.data)
    found = (both.row < both.col) & (share >= LEAST)
    return both.row[found], both.col[found]


def test_real_posts_pair_as_an_exact_count_of_all_pairs_says(shared: Path, record_property: Callable[[str, object], None]) -> None:
    texts = neighbours(shared / "data" / "coordination" / "ira_english_trolls_2016.parquet")
    assert len(texts) == 3000
    one, other = every_alike(texts)
    alike = set(zip(one.tolist(), other.tolist(), strict=True))
    got = pairs(texts)
    mine = set(zip(got.one.tolist(), got.other.tolist(), strict=True))
    record_property(
        "near text, 3,000 posts of the IRA: pairs found / alike by exact count", f"{len(mine & alike)} / {len(alike)}, false {len(mine - alike)}"
    )
    assert len(alike) >= 100
    assert mine <= alike
    assert len(mine) >= 0.95 * len(alike)
    together = np.bincount(centres(len(texts), got))
    assert (together * (together - 1) // 2).sum() < 0.001 * len(texts) * (len(texts) - 1) // 2
