"""What was received: counted once, by pseudonym, with texts that are equal where a reader would say so."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from counterwatch.coordination.batch import columns
from counterwatch.coordination.received import NONE, UNKNOWN, received

ROWS = [
    ("1", "p7", 3_000, "Shame on YOU", None, "post9", "insult"),
    ("2", "p2", 1_000, "shame  on you", 500, "post9", None),
    ("3", "p7", 2_000, "滾開", None, None, "insult"),
    ("4", "p5", 5_000, "滚开", 700, None, "threat"),
    ("1", "p7", 3_000, "Shame on YOU", None, "post9", "insult"),
    (None, "p2", 4_000, None, 450, None, None),
]
FRAME = pl.DataFrame(ROWS, schema=["post", "account", "time", "text", "created", "reply_to", "label"], orient="row")


def test_messages_are_in_the_order_of_their_time_and_counted_once() -> None:
    table = received([FRAME], name="replies.csv")
    assert table.time.tolist() == [1_000, 2_000, 3_000, 4_000, 5_000]
    assert [table.accounts[each] for each in table.account] == ["p2", "p7", "p7", "p2", "p5"]
    (problem,) = table.problems
    assert str(problem.message) == "1 message stands in the file more than once; it is counted once"


def test_texts_that_a_reader_takes_for_equal_have_one_code() -> None:
    text = received([FRAME], name="replies.csv").text.tolist()
    assert text[0] == text[2]
    assert text[1] == text[4]
    assert text[3] == NONE
    assert len(set(text)) == 3


def test_dates_labels_and_answered_posts_are_kept() -> None:
    table = received([FRAME], name="replies.csv")
    assert dict(zip(table.accounts, table.created.tolist(), strict=True)) == {"p2": 450, "p5": 700, "p7": UNKNOWN}
    assert [table.labels[each] if each != NONE else "" for each in table.label] == ["", "insult", "insult", "", "threat"]
    assert table.answers[0] == table.answers[2] != NONE
    assert table.answers[1] == NONE


@pytest.mark.parametrize("size", [1, 2, 5, 99])
def test_how_a_file_comes_in_pieces_does_not_matter(size: int) -> None:
    whole, parts = received([FRAME], name="a"), received(list(FRAME.iter_slices(size)), name="a")
    for each in ("time", "account", "text", "answers", "label", "created"):
        assert np.array_equal(getattr(whole, each), getattr(parts, each))


def test_a_file_with_nothing_but_who_and_when_can_be_counted() -> None:
    table = received([FRAME.select("account", "time")], name="a")
    assert len(table) == len(ROWS)
    assert set(table.text.tolist()) == set(table.label.tolist()) == {NONE}


def test_no_message_is_an_empty_table() -> None:
    assert len(received([], name="a")) == len(received([FRAME.head(0)], name="a")) == 0


def test_the_columns_are_those_that_readers_hand_on() -> None:
    assert set(FRAME.columns) - {"label"} <= columns().keys()
