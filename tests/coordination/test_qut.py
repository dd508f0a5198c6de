"""The toolkit's networks from the same messages: those of the toolkit itself where it is installed, and those of its rule by hand."""

import csv
import importlib.util
import itertools
import pathlib
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.coordination.compat import size
from counterwatch.coordination.compat.qut import NETWORKS, normal, qut
from counterwatch.core.errors import WrongUsage

TOOLKIT = pathlib.Path(__file__).resolve().parents[2] / "bench" / "qut_toolkit.py"
SCHEMA: dict[str, Any] = {
    "post": pl.String, "account": pl.String, "repost_of": pl.String, "reply_to": pl.String, "text": pl.String, "time": pl.Int64,
    "links": pl.List(pl.String),
}  # fmt: skip
TEXTS = (
    "Hello  World",
    "hello world",
    "@you hello\tworld",
    "HELLO\nWORLD @you",
    "",
    "@",
    "STRASSE",
    "straße",
    "ΟΔΟΣ",
    "οδος",
    "a@b c",
    "a c",
    "İ",
    "i̇",
)


def messages(n: int, seed: int) -> pl.DataFrame:
    """Return messages of every kind, some of them twice, at times that are not all whole seconds."""
    rng = np.random.default_rng(seed)

    def pick(kinds: int, share: float) -> list[str | None]:
        return [f"m{rng.integers(0, kinds)}" if rng.random() < share else None for _ in range(n)]

    return pl.DataFrame(
        {
            "post": [f"m{each}" for each in rng.integers(0, n * 19 // 20, n)],
            "account": [f"a{each}" for each in rng.zipf(1.5, n) % 40],
            "repost_of": pick(12, 0.4),
            "reply_to": pick(6, 0.5),
            "text": [TEXTS[each] for each in rng.integers(0, len(TEXTS), n)],
            "time": rng.integers(-1_000, 1_000, n) * 250,
            "links": [[f"https://x.org/{link}" for link in rng.integers(0, 9, rng.integers(0, 3))] for _ in range(n)],
        },
        schema=SCHEMA,
    )


def by_the_toolkit(posts: pl.DataFrame, network: str, window: int, least: int, folder: pathlib.Path) -> list[tuple[str, str, int]]:
    source, target = folder / "messages.csv", folder / "edges.csv"
    with source.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls"])
        for row in posts.iter_rows(named=True):
            ids = [row["post"], row["account"], "", row["repost_of"], row["reply_to"]]
            writer.writerow([*ids, row["text"], row["time"] / 1000, " ".join(row["links"])])
    command = [sys.executable, str(TOOLKIT), network, str(source), str(target), str(window / 1000), str(least)]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    with target.open(newline="", encoding="utf-8") as file:
        return sorted((one, other, int(weight)) for one, other, weight, _ in list(csv.reader(file))[1:])


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize(("seed", "window", "least"), [(1, 60_000, 1), (2, 250, 1), (3, 7_500, 2)])
def test_the_toolkit_itself_draws_the_same_network(network: str, seed: int, window: int, least: int, tmp_path: pathlib.Path) -> None:
    if importlib.util.find_spec("coordination_network_toolkit") is None:
        pytest.skip("the toolkit is not installed (uv pip install coordination-network-toolkit)")
    posts = messages(2000, seed)
    found = qut(posts, network, window=window, min_edge_weight=least, empty_links=True).rows()
    assert len(found) >= 5
    assert found == by_the_toolkit(posts, network, window, least, tmp_path)


@given(st.lists(st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("@ \t\n\x1cΣİ")))))
def test_texts_are_the_same_that_are_the_same_to_the_toolkit(texts: list[str]) -> None:
    if importlib.util.find_spec("coordination_network_toolkit") is None:
        pytest.skip("the toolkit is not installed (uv pip install coordination-network-toolkit)")
    from coordination_network_toolkit.similarity import message_preprocessor

    assert pl.DataFrame({"text": texts}, schema={"text": pl.String}).select(normal()).to_series().to_list() == [
        message_preprocessor(each) for each in texts
    ]


def some(letters: str) -> st.SearchStrategy[str | None]:
    return st.one_of(st.none(), st.sampled_from(letters))


links = st.one_of(st.none(), st.lists(st.sampled_from(["u", "v", ""]), max_size=3))
drawn = st.lists(st.tuples(some("123456"), some("abc"), some("12"), some("12"), some("xX"), st.integers(-9, 9), links), max_size=20)


@given(drawn, st.sampled_from(sorted(NETWORKS)), st.integers(0, 5), st.integers(1, 2), st.booleans())
def test_few_messages_give_what_the_rule_gives_by_hand(rows: Sequence[Any], network: str, window: int, least: int, empty: bool) -> None:
    # What has no id or no account never comes from a reader.
    rows = [row for row in rows if row[0] and row[1]]
    posts = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    found = qut(posts, network, window=window, min_edge_weight=least, empty_links=empty)
    assert found.rows() == by_hand(rows, network, window, least, empty)


def by_hand(rows: Sequence[Any], network: str, window: int, least: int, empty: bool) -> list[tuple[str, str, int]]:
    actions = list({(post, object): (object, post, account, time) for object, post, account, time in reversed(acts(rows, network, empty))}.values())
    met = defaultdict(set)
    for one, other in itertools.permutations(actions, 2):
        if one[0] == other[0] and one[2] != other[2] and abs(one[3] - other[3]) <= window:
            met[one[2], other[2]].add(one[1])
    return sorted((*pair, len(posts)) for pair, posts in met.items() if len(posts) >= least)


def acts(rows: Sequence[Any], network: str, empty: bool) -> list[tuple[str, str, str, int]]:
    """Return what each message acts on. A message that comes again keeps its first fields, but its links are taken again."""
    first = {row[0]: row for row in reversed(rows)}
    found = []
    for post, account, repost_of, reply_to, text, time, linked in rows if network == "co_link" else first.values():
        objects = {
            "co_retweet": [repost_of], "co_post": ["all"], "co_tweet": [] if repost_of else [(text or "").lower()],
            "co_reply": [] if repost_of else [reply_to], "co_link": [] if repost_of else (linked or ([""] if empty else [])),
        }  # fmt: skip
        found += [(object, post, account, time) for object in objects[network] if object is not None]
    return found


def test_a_network_or_column_that_is_not_there_is_named() -> None:
    posts = messages(3, 0)
    with pytest.raises(WrongUsage, match="there is no network co_like") as unknown:
        qut(posts, "co_like", window=1000)
    assert "co_retweet, co_tweet, co_reply, co_link, co_post" in str(unknown.value)
    with pytest.raises(WrongUsage, match="co_reply needs the column reply_to"):
        qut(posts.drop("reply_to"), "co_reply", window=1000)


def test_a_crowd_is_refused_before_its_pairs_are_written() -> None:
    n = size.MOST // 10_000
    crowd = pl.select(post=pl.arange(n).cast(pl.String), account=pl.arange(n).cast(pl.String), time=pl.lit(0, pl.Int64).repeat_by(n).explode())
    with pytest.raises(WrongUsage, match="pairs of actions"):
        qut(crowd, "co_post", window=60_000)
