"""Texts of several accounts are counted as a person with a pencil would, whatever their order."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.coordination.checks.copy_paste import copy_paste
from counterwatch.coordination.copied.texts import copied
from counterwatch.coordination.table import Excerpt, Layer, Posts
from counterwatch.core import Grade, Verdict

ACTIONS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(0, 99)), min_size=1, max_size=40, unique=True)


def layer(actions: list[tuple[int, int, int]], signal: str = "near_text") -> Layer:
    account, object, time = (np.array(each) for each in zip(*actions, strict=True))
    return Layer.of(signal, account=account, object=object, time=time)


@given(actions=ACTIONS, least=st.integers(1, 4))
def test_counts_are_those_of_a_pencil(actions: list[tuple[int, int, int]], least: int) -> None:
    posted = {text: [each for each in actions if each[1] == text] for text in range(5)}
    many = {text: rows for text, rows in posted.items() if len({account for account, _, _ in rows}) >= least}
    found = copied(layer(actions), least)
    assert {each.name: (each.accounts, each.actions, each.first, each.last) for each in found.texts} == {
        str(text): (len({row[0] for row in rows}), len(rows), min(row[2] for row in rows), max(row[2] for row in rows)) for text, rows in many.items()
    }
    assert [each.accounts for each in found.texts] == sorted((each.accounts for each in found.texts), reverse=True)
    assert (found.written, found.writers) == (len(actions), len({account for account, _, _ in actions}))
    assert found.posts == sum(map(len, many.values()))
    texts_of = {account: {text for text, rows in many.items() if account in {row[0] for row in rows}} for account in range(6)}
    assert found.accounts == sum(bool(texts) for texts in texts_of.values())
    assert found.repeaters == sum(len(texts) >= 2 for texts in texts_of.values())


def test_the_example_of_a_text_is_its_first_post() -> None:
    found = copied(layer([(0, 0, 9), (1, 0, 3), (2, 0, 5)]), 3)
    assert found.examples == (1,)


def test_the_finding_names_the_text_that_most_posted_and_where_it_first_stands() -> None:
    actions = [(account, 0, account * 3_600_000) for account in range(9)] + [(account, 1, 5) for account in range(6)] + [(11, 2, 1)]
    made = layer(actions)
    made = Layer(signal="near_text", actions=made.actions, objects=pl.Series(["we shall overcome", "good night", "alone"]))
    shown = {0: Excerpt(text="We shall overcome! @user", place="posts.csv, row 1")}
    posts = Posts(name="posts", accounts=pl.Series(list("abcdefghijkl")), layers={"near_text": made}, excerpts=lambda _: shown)
    finding = copy_paste(posts)
    assert finding.verdict is Verdict.DEPARTS
    assert (finding.grade, finding.p_value) == (Grade.QUESTION, None)
    assert "2 texts were posted" in str(finding.statement)
    assert "has 9, all its posts within 8 h" in str(finding.statement)
    rows = finding.attachments[0].content.decode().splitlines()
    assert rows[1] == '1,9,9,1970-01-01T00:00:00+00:00,1970-01-01T08:00:00+00:00,"posts.csv, row 1",we shall overcome,We shall overcome! @user'
    assert "alone" not in finding.attachments[0].content.decode()


def test_texts_that_are_wholly_the_same_are_taken_where_near_ones_were_not_gathered() -> None:
    posts = Posts(name="posts", accounts=pl.Series(list("abcdef")), layers={"text": layer([(each, 0, each) for each in range(6)], "text")})
    assert copy_paste(posts).verdict is Verdict.DEPARTS
    assert copy_paste(posts, accounts=7).verdict is Verdict.NOT_TESTED
