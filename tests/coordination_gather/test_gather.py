"""From files of posts to layers: nothing is lost, nothing is counted twice, and nobody's name comes through."""

from __future__ import annotations

import pathlib
import random

import pytest
from gathered import gathered, source, told
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterwatch.coordination import layers, parts
from counterwatch.coordination.gather import Gathering
from counterwatch.core import WrongUsage

ROWS = [
    {"account": "阿明", "time": 1_000, "object": "武汉", "post": "1"},
    {"account": "阿明", "time": 1_000, "object": "武汉", "post": "1"},
    {"account": "ئۆمەر", "time": 31_000, "object": "武汉", "post": "2"},
    {"account": "བཀྲ་ཤིས", "time": 2_000, "object": "x", "post": "3"},
    {"account": "阿明", "time": 5_000, "object": None, "post": "4"},
]


def test_rows_that_say_the_same_count_once_and_empty_ones_not_at_all(tmp_path: pathlib.Path) -> None:
    posts = gathered(tmp_path, source(ROWS), as_given=True)
    assert set(told(posts, posts.layers["object"])) == {("བཀྲ་ཤིས", "x", 2_000), ("ئۆمەر", "武汉", 31_000), ("阿明", "武汉", 1_000)}
    assert len(posts.layers["object"]) == 3
    assert any("1" in str(each) or "one row" in str(each) for each in posts.said if each.id == "coordination.layers.doubled")
    assert posts.posts == 5


def test_two_posts_at_one_moment_are_two_actions(tmp_path: pathlib.Path) -> None:
    rows = [{"account": "a", "time": 1_000, "object": "x", "post": post} for post in ("1", "2")]
    posts = gathered(tmp_path, source(rows))
    assert len(posts.layers["object"]) == 2


def test_no_name_comes_through(tmp_path: pathlib.Path) -> None:
    rows = [
        {"account": f"NAME{number}", "time": number * 1_000, "mentions": [f"NAME{number - 1}", "NAME7"], "reply_to_account": "NAME3",
         "text": f"hello @NAME{number} and ＠NAME3, see me@NAME1.example"}
        for number in range(20)
    ]  # fmt: skip
    posts = gathered(tmp_path, source(rows))
    names = [*posts.accounts, *(name for layer in posts.layers.values() for name in layer.objects)]
    assert {"mention", "reply_account"} <= posts.layers.keys()
    assert not [name for name in names if "NAME" in name.upper() and "…" not in name and not name.startswith("hello")]
    shown = posts.excerpts([1, 5])
    assert shown[5].place == "posts.csv:5"
    assert "@NAME" not in shown[5].text
    assert "＠NAME" not in shown[5].text


def test_one_key_gives_one_pseudonym_everywhere_and_another_key_another(tmp_path: pathlib.Path) -> None:
    rows = [{"account": "a", "time": 1_000, "object": "x"}, {"account": "b", "time": 1_000, "object": "x", "reply_to_account": "a"}]
    first, again = gathered(tmp_path, source(rows)), gathered(tmp_path, source(rows[::-1]))
    assert first.accounts.to_list() == again.accounts.to_list()
    assert first.layers["reply_account"].objects[0] in first.accounts.to_list()
    assert not set(first.accounts) & set(gathered(tmp_path, source(rows), key=bytes(32)).accounts)


def test_accounts_with_few_actions_are_left_out_of_that_layer_when_asked(tmp_path: pathlib.Path) -> None:
    rows = [{"account": account, "time": number * 1_000, "object": "x"} for number, account in enumerate("aab")]
    posts = gathered(tmp_path, source(rows), as_given=True, how=Gathering(min_participation=2))
    assert {account for account, _, _ in told(posts, posts.layers["object"])} == {"a"}


def test_an_unknown_signal_is_named_with_those_there_are(tmp_path: pathlib.Path) -> None:
    with pytest.raises(WrongUsage, match="smell") as raised:
        gathered(tmp_path, source(ROWS), how=Gathering(signals=("smell",)))
    assert "hashtag" in str(raised.value.hint)


rows_of_posts = st.lists(
    st.fixed_dictionaries({
        "account": st.sampled_from("abcde"), "time": st.integers(-3, 3).map(lambda second: second * 1_000),
        "object": st.sampled_from(["x", "y", None]), "post": st.sampled_from(["1", "2", "3"]), "created": st.none() | st.integers(0, 5),
    }),
    min_size=1, max_size=40,
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(rows=rows_of_posts, seed=st.randoms(use_true_random=False), cut=st.integers(0, 40))
def test_order_and_splitting_into_files_and_files_on_disk_change_nothing(
    rows: list[dict[str, object]], seed: random.Random, cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("scratch")
    whole = gathered(folder, source(rows), as_given=True)
    shuffled = seed.sample(rows, len(rows))
    files = [part for part in (shuffled[:cut], shuffled[cut:]) if part]
    with pytest.MonkeyPatch.context() as small:
        small.setattr(parts, "IN_MEMORY", 3)
        small.setattr(layers, "IN_MEMORY", 3)
        split = gathered(folder, *(source(each, name=f"{number}", at_once=4) for number, each in enumerate(files)), as_given=True)
        assert split.layers.keys() == whole.layers.keys()
        assert split.accounts.to_list() == whole.accounts.to_list()
        assert (split.created is None) == (whole.created is None)
        assert split.created is None or split.created.to_list() == whole.created.to_list()  # type: ignore[union-attr]
        for name, layer in whole.layers.items():
            assert told(split, split.layers[name]) == told(whole, layer)
