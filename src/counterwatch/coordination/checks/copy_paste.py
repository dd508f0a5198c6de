"""People who write on their own hardly ever write thirty letters or more alike: where many accounts did, the words came from one place."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import numpy as np

from counterwatch.coordination.charts.copied_texts import copied_texts
from counterwatch.coordination.charts.look import span
from counterwatch.coordination.copied.texts import Copied, copied
from counterwatch.coordination.copied.worlds import collection, own_posts, scripted
from counterwatch.coordination.table import Posts
from counterwatch.core import Attachment, Estimate, Finding, Grade, Message, Template, Verdict, check
from counterwatch.files.csv_text import csv_text

DEPARTS = Template(
    "coordination.copy_paste.departs",
    "where do these words come from? {n} text was posted in nearly the same words by {least} accounts or more as their own; it has {accounts} "
    "accounts and {posts} posts ({share:%} of all posts with words of their own), the first and the last of them {span} apart",
    "where do these words come from? {n} texts were posted in nearly the same words by {least} accounts or more as their own; they have {accounts} "
    "accounts and {posts} posts ({share:%} of all posts with words of their own); the one of most accounts has {most}, all its posts within {span}",
)
CONSISTENT = Template(
    "coordination.copy_paste.consistent",
    "no text was posted by {least} accounts or more as their own, among {posts} posts of {accounts} accounts; copies that were rewritten or "
    "translated are not seen by this",
)
NO_TEXT = Template(
    "coordination.copy_paste.no_text",
    "there are no posts with words of their own: reposts, links, and texts of fewer than 30 letters (10 Chinese characters) are none",
)
TOO_FEW = Template("coordination.copy_paste.too_few", "only {accounts} accounts posted words of their own; {least} are needed")
UNIT = Template("coordination.copy_paste.unit", "share of the posts with words of their own")
COUNTED = Template("coordination.copy_paste.counted", "counted over all posts of the collection, not estimated")
REPEATERS = Template(
    "coordination.copy_paste.repeaters",
    "{repeaters} of these {accounts} accounts posted two or more of these texts: people who pass on one thing that moved them mostly post one",
)

LIMITS = (
    Template(
        "coordination.copy_paste.limit_known",
        "quotations, prayers, song lines, slogans, greetings and chain letters are copied by people who do not know each other",
    ),
    Template("coordination.copy_paste.limit_news", "headlines and first sentences of articles are posted by everybody who presses the button there"),
    Template("coordination.copy_paste.limit_apps", "games, quizzes, petitions and cross-posting apps write the text for their users"),
    Template("coordination.copy_paste.limit_call", "supporters who post a text that a campaign asked them for in the open deceive nobody"),
    Template("coordination.copy_paste.limit_one", "one person or office with several accounts copies its own words, which need not be hidden"),
    Template("coordination.copy_paste.limit_repost", "where a source does not say which posts are reposts, a repost looks like a copy"),
)
READ = Template("coordination.copy_paste.read", "read the texts in {table}: most explain themselves (a quotation, a headline, an app)")
SEARCH = Template(
    "coordination.copy_paste.search", "look for the earliest post of a text, also outside this collection: where did people have it from?"
)
TIMES = Template(
    "coordination.copy_paste.times", "ask whether the same accounts post the same texts at the same moments: cw coordination --signal near_text"
)

LAYERS = ("near_text", "text")
TABLE = "copied_texts.csv"
MOST = 500
HEADER = ("number", "accounts", "posts", "first", "last", "place", "words", "example")


def honest(rng: np.random.Generator) -> Posts:
    """People who write their own posts, quote one another now and then, and a few who repeat their own advertisement."""
    return collection(*own_posts(rng))


def planted(rng: np.random.Generator) -> Posts:
    """The same, and twenty of these accounts post most of four texts."""
    account, text, time = own_posts(rng)
    member, given = scripted(rng)
    moments = rng.integers(0, time.max(), len(member))
    everybody = np.concatenate([account, rng.permutation(account.max() + 1)[member]])
    return collection(everybody, np.concatenate([text, len(text) + given]), np.concatenate([time, moments]))


@check(
    reads=Posts,
    cites="Keller, Schoch, Stier & Yang 2020, Political Communication 37(2); Pacheco, Flammini & Menczer 2020, WWW Companion",
    honest=honest,
    planted=planted,
    family="context",
    extreme="none",
    libraries=("numpy", "scipy", "polars"),
)
def copy_paste(posts: Posts, *, accounts: int = 5) -> Finding:
    """Did several accounts post nearly the same words as their own?

    Texts without links, mentions and hashtags, by `accounts` accounts or more, reposts not counted. The expectation is that people write on
    their own; there is no p-value, since how much people copy that is harmless differs from one collection to the next. A question at most.
    """
    layer = next((posts.layers[name] for name in LAYERS if name in posts.layers), None)
    if layer is None or not len(layer):
        return Finding(subject=posts.name, verdict=Verdict.NOT_TESTED, statement=NO_TEXT())
    found = copied(layer, accounts)
    if found.writers < accounts:
        return Finding(subject=posts.name, verdict=Verdict.NOT_TESTED, statement=TOO_FEW(accounts=found.writers, least=accounts))
    return _answer(posts, found, accounts)


def _answer(posts: Posts, found: Copied, least: int) -> Finding:
    departs = bool(found.texts)
    return Finding(
        subject=posts.name, verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT, grade=Grade.QUESTION if departs else None,
        statement=_departs(found, least) if departs else CONSISTENT(least=least, posts=found.written, accounts=found.writers),
        estimate=Estimate(value=found.posts / found.written, unit=UNIT(), no_interval=COUNTED()),
        weighed=(REPEATERS(repeaters=found.repeaters, accounts=found.accounts),) if departs else (),
        limits=tuple(each() for each in LIMITS), steps=(READ(table=TABLE), SEARCH(), TIMES()) if departs else (),
        charts=(copied_texts(posts.name, found.texts),) if departs else (),
        attachments=(_table(posts, found),) if departs else (),
        numbers={
            "texts": len(found.texts), "accounts": found.accounts, "posts": found.posts, "repeaters": found.repeaters, "written": found.written,
            "writers": found.writers, "most_accounts": found.texts[0].accounts if departs else 0,
        },
    )  # fmt: skip


def _departs(found: Copied, least: int) -> Message:
    largest = found.texts[0]
    return DEPARTS(
        n=len(found.texts), least=least, accounts=found.accounts, posts=found.posts, share=found.posts / found.written, most=largest.accounts,
        span=span(_whole(largest.last - largest.first)),
    )  # fmt: skip


def _whole(milliseconds: int) -> int:
    """Return a length of time in whole units of the kind that it has at least ten of, so that it reads well."""
    unit = next((unit for unit in (86_400_000, 3_600_000, 60_000) if milliseconds >= 10 * unit), 1000)
    return -(-milliseconds // unit) * unit


def _table(posts: Posts, found: Copied) -> Attachment:
    return Attachment.of(TABLE, csv_text(HEADER, _rows(posts, found)))


def _rows(posts: Posts, found: Copied) -> Iterator[tuple[Any, ...]]:
    examples = posts.excerpts(set(found.examples[:MOST]))
    for each, content in zip(found.texts[:MOST], found.examples, strict=False):
        post = examples.get(content)
        moments = (datetime.datetime.fromtimestamp(at / 1000, datetime.UTC).isoformat(timespec="seconds") for at in (each.first, each.last))
        yield (each.number, each.accounts, each.actions, *moments, post.place if post else "", each.name, post.text if post else "")
