"""What of a post two accounts can share, signal by signal."""

from typing import Any

import polars as pl
import pytest

from counterwatch.coordination.batch import columns
from counterwatch.coordination.signal import signals
from counterwatch.coordination.unique import told


def objects(signal: str, **columns_given: list[Any]) -> list[tuple[int, str]]:
    """Return the (row, object) of posts with these columns; rows count from 1, each post by an account of its own."""
    length = len(next(iter(columns_given.values())))
    made = {"row": range(1, length + 1), "account": [f"a{n}" for n in range(length)], "time": range(length), **columns_given}
    types = columns() | {"row": pl.UInt64()}
    frame = pl.DataFrame(made, schema={name: types[name] for name in made})
    found = signals()[signal].objects(frame)
    assert found.columns == ["row", "object"]
    assert found.schema["object"] == pl.String
    return sorted(found.rows())


@pytest.mark.parametrize("name", signals())
def test_says_in_a_line_what_is_shared_and_needs_columns_that_there_are(name: str) -> None:
    assert signals()[name].help.endswith((".", "?"))
    assert set(signals()[name].needs) <= set(columns())


@pytest.mark.parametrize("name", signals())
def test_no_posts_share_nothing(name: str) -> None:
    frame = pl.DataFrame(schema=columns() | {"row": pl.UInt64()})
    assert signals()[name].objects(frame).rows() == []


@pytest.mark.parametrize("name", sorted(set(signals()) - {"rhythm"}))
def test_posts_that_say_nothing_share_nothing(name: str) -> None:
    frame = pl.DataFrame({"row": [1, 2], "account": ["a", "b"], "time": [1, 2]}, schema_overrides={"row": pl.UInt64()})
    empty = {each: pl.lit(None, dtype=kind).alias(each) for each, kind in columns().items() if each not in frame.columns}
    assert signals()[name].objects(frame.with_columns(**empty)).rows() == []


def test_reposts_of_one_post() -> None:
    assert objects("repost", repost_of=["9", None, " 9", ""]) == [(1, "9"), (3, "9")]


def test_generic_objects_are_taken_as_they_are() -> None:
    assert objects("object", object=["X", None, "x", ""]) == [(1, "X"), (3, "x")]


def test_hashtags_are_one_in_any_case_width_and_form_of_chinese() -> None:
    found = objects(
        "hashtag", hashtags=[["FreeTibet", "#freetibet"], ["＃ｆｒｅｅｔｉｂｅｔ", ""], ["#香港人#", "ئۇيغۇر"], ["香港人"], ["臺灣"], ["台湾", None]]
    )
    assert found == [(1, "#freetibet"), (2, "#freetibet"), (3, "#ئۇيغۇر"), (3, "#香港人"), (4, "#香港人"), (5, "#台湾"), (6, "#台湾")]


def test_a_sequence_of_hashtags_has_an_order_and_at_least_five_that_differ() -> None:
    five = ["a", "B", "c", "d", "e"]
    found = objects("hashtag_sequence", hashtags=[five, five[::-1], five[:4], ["a"] * 9, ["#A", "#b", "#C", "#D", "#E"]])
    assert found == [(1, "#a #b #c #d #e"), (2, "#e #d #c #b #a"), (5, "#a #b #c #d #e")]


def test_links_of_one_post_to_one_page_are_one_action() -> None:
    page = ["https://www.example.org/a?utm_source=x", "http://example.org/a/", "nothing"]
    assert objects("link", links=[page, ["https://example.org/b"], None, []]) == [(1, "example.org/a"), (2, "example.org/b")]


def test_images_by_their_hash() -> None:
    assert objects("image", images=[["FF00", "ff00"], ["ff01"]]) == [(1, "ff00"), (2, "ff01")]


def test_mentions_and_replies_name_accounts_as_they_are_given() -> None:
    assert objects("mention", mentions=[["p1", "p2", "p1"], None]) == [(1, "p1"), (1, "p2")]
    assert objects("reply", reply_to=["7", None]) == [(1, "7")]


def test_an_answer_to_oneself_is_no_answer_to_an_account() -> None:
    assert objects("reply_account", reply_to_account=["a0", "a0", None]) == [(2, "a0")]


def test_a_function_is_asked_once_for_each_text() -> None:
    asked: list[str] = []

    def tell(text: str) -> str | None:
        asked.append(text)
        return None if text == "b" else text.upper()

    assert told(pl.Series("x", ["c", "a", None, "b", "a"]), tell).to_list() == ["C", "A", None, None, "A"]
    assert asked == ["a", "b", "c"]
    assert told(pl.Series("x", [None], dtype=pl.String), tell).to_list() == [None]
