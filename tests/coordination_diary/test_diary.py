"""The diary: what to do comes first, every count is right, hashes and zones stand in the statement, and no account does."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
import pytest

from counterwatch.coordination.diary import Diary, diary
from counterwatch.coordination.received import Received, received
from counterwatch.coordination.statement import moment
from counterwatch.coordination.waves.wave import Share
from counterwatch.core import Evidence, Verdict, registry
from counterwatch.core.language import LANGUAGES

DAY = 86_400_000
BEGIN = 20_000 * DAY
"""4 October 2024."""
HASH = "5f" * 32
FILES = (Evidence(id=HASH, name="replies.csv", size=4096, sha256=HASH),)


def quiet_days(days: int = 60) -> list[dict[str, object]]:
    """Three messages a day from twelve accounts, each of which was made years before."""
    return [
        {"account": f"pseudonym{(3 * day + each) % 12}", "time": BEGIN + day * DAY + (8 + 3 * each) * 3_600_000 + day, "text": f"usual {day} {each}",
         "created": BEGIN - 900 * DAY, "reply_to": f"mine{day}"}
        for day in range(days) for each in range(3)
    ]  # fmt: skip


def attack(day: int = 60) -> list[dict[str, object]]:
    """150 messages on one day: 100 new accounts, 40 of them made ten days before, and one known one; 60 repeat two texts; 30 are labelled."""
    start = BEGIN + day * DAY + 18 * 3_600_000
    rows: list[dict[str, object]] = [
        {"account": f"pseudonym{100 + each % 100}", "time": start + each * 30_000, "text": f"text {each % 2}" if each < 60 else f"own {each}",
         "created": start - 10 * DAY if each % 100 < 40 else BEGIN - 700 * DAY, "label": "threat" if each < 30 else None}
        for each in range(149)
    ]  # fmt: skip
    return [*rows, {"account": "pseudonym3", "time": start + 5, "text": "hello", "created": BEGIN - 900 * DAY, "label": None}]


def table_of(rows: list[dict[str, object]], zone: str = "Asia/Tokyo") -> Received:
    return received([pl.DataFrame(rows, infer_schema_length=None)], name="replies.csv", zone=zone)


def diary_of(table: Received, **more: object) -> Diary:
    return diary(table, registry.checks()["coordination.waves"](table), evidence=FILES, day="2024-12-05", **more)  # type: ignore[arg-type]


def test_every_count_of_a_wave_is_the_one_that_was_put_in() -> None:
    table = table_of([*quiet_days(), *attack(), *[row | {"time": row["time"] + 61 * DAY} for row in quiet_days(20)]], zone="UTC")  # type: ignore[operator]
    (wave,) = diary_of(table).waves
    start = BEGIN + 60 * DAY + 18 * 3_600_000
    assert (wave.messages, wave.accounts, wave.days) == (150, 101, 1)
    assert (wave.first, wave.last) == (start, start + 148 * 30_000)
    assert wave.new == Share(count=100, of=101, usual_count=12, usual_of=180)
    assert wave.young == Share(count=40, of=101, usual_count=0, usual_of=12)
    assert (wave.repeated, wave.texts) == (60, 2)
    assert (wave.most_of_one, wave.most_answers) == (2, 0)
    assert (wave.busiest, wave.busiest_from) == (121, start)
    assert wave.labels == (("threat", 30),)
    assert wave.usual_low <= 3 <= wave.usual_high


def test_groups_are_counted_and_one_member_is_no_group() -> None:
    table = table_of([*quiet_days(), *attack()], zone="UTC")
    groups = np.full(len(table.created), -1)
    for name, group in (("pseudonym100", 4), ("pseudonym101", 4), ("pseudonym102", 4), ("pseudonym120", 9), ("pseudonym121", 9), ("pseudonym130", 5)):
        groups[table.accounts.index(name)] = group
    groups[table.accounts.index("pseudonym1")] = 4
    made = diary_of(table, groups=groups)
    assert made.waves[0].groups == (3, 2)
    assert "2 groups of accounts acted together by the test of synchrony, with 5 accounts in all" in made.text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_diary_can_be_sent_in_every_language_and_names_no_account(language: str) -> None:
    text = diary_of(table_of([*quiet_days(), *attack()])).text(language)
    assert "pseudonym" not in text
    assert HASH in text
    assert "Asia/Tokyo" in text
    assert "(UTC+09:00)" in text
    assert not re.search(r"[{}]", text)


def test_what_to_do_comes_first_and_the_statement_last() -> None:
    made = diary_of(table_of([*quiet_days(), *attack()]))
    text = made.text()
    lines = [line for line in text.splitlines() if line]
    assert lines[0] == "What you can do now"
    assert "emergency" in lines[1]
    assert "Delete nothing" in "".join(lines[1:5])
    sent = text.split("-" * 40)[1]
    assert sent.strip().startswith("Statement about messages received, December 5, 2024")
    assert "What is not claimed" in sent
    assert "helpline" not in sent.lower()


def test_a_life_without_a_wave_has_a_statement_that_claims_none() -> None:
    made = diary_of(table_of(quiet_days()))
    assert made.finding.verdict is Verdict.CONSISTENT
    assert made.waves == ()
    assert "this does not say that no message is a threat" in made.text()


def test_too_few_days_still_give_the_first_steps_and_the_counts() -> None:
    made = diary_of(table_of(quiet_days(10)))
    assert made.finding.verdict is Verdict.NOT_TESTED
    text = made.text()
    assert text.startswith("What you can do now")
    assert "30 messages" in text
    assert HASH in text
    assert "Bonferroni" not in text


def test_no_message_at_all_gives_the_first_steps_only() -> None:
    made = diary_of(received([], name="replies.csv"))
    assert made.statement == ()
    assert "emergency" in made.text()


def test_many_messages_of_one_account_or_to_one_post_are_said_first_among_the_explanations() -> None:
    alone = [row | {"account": "pseudonym500", "reply_to": "mine60"} for row in attack()]
    finding = diary_of(table_of([*quiet_days(), *alone], zone="UTC")).finding
    assert [each.id for each in finding.limits[:2]] == ["coordination.waves.one_post", "coordination.waves.one_account"]


def test_moments_are_told_with_their_distance_from_utc() -> None:
    assert [moment(1_774_742_400_000 + hours * 3_600_000, "Europe/Paris") for hours in (0, 2)] == [
        "2026-03-29 01:00 (UTC+01:00)",
        "2026-03-29 04:00 (UTC+02:00)",
    ]
