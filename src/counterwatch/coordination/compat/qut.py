"""The networks that the QUT coordination network toolkit 1.5 draws of the same messages, number for number.

The rule (Graham & QUT Digital Observatory, `compute_networks.py`): an edge runs from one account to another and weighs as many messages of
the first as have a message of the second within the window on the same object; which object that is makes the kind of network. Chance plays
no part in it. Its `co_similar_tweet` is not here: it needs the word boundaries of a library that we do not depend on (see near text).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from counterwatch.coordination.compat.size import refuse_crowds
from counterwatch.coordination.engines.duckdb import DuckDB
from counterwatch.core import Template
from counterwatch.core.errors import WrongUsage

if TYPE_CHECKING:
    import polars as pl

LACKS = Template("coordination.compat.lacks_column", "the network {network} needs the column {column}, and these posts have none")
NAME_IT = Template("coordination.compat.name_column", "say with the column mapping which column it is")
UNKNOWN = Template("coordination.compat.unknown_network", "there is no network {network}")
KNOWN = Template("coordination.compat.known_networks", "the networks are {networks}")

ROWS = """
create temp table rows as
select object, account, post, time, (time - lowest) // $cell as cell from given, (select min(time) as lowest from given)
"""

EDGES = """
select one.account as user_1, other.account as user_2, count(distinct one.post) as weight
from rows as one
join (select *, unnest([cell - 1, cell, cell + 1]) as meets from rows) as other on one.object = other.object and one.cell = other.meets
where one.account <> other.account and abs(one.time - other.time) <= $window
group by all having weight >= $least order by all
"""


def co_retweet(posts: pl.DataFrame) -> pl.DataFrame:
    """Return reposts by what they repost."""
    return _messages(posts).select("post", "account", "time", object="repost_of")


def co_tweet(posts: pl.DataFrame) -> pl.DataFrame:
    """Return messages that are no reposts by their text without mentions, in small letters, with single spaces; no text is a text too."""
    return _own(_messages(posts)).select("post", "account", "time", object=normal())


def co_reply(posts: pl.DataFrame) -> pl.DataFrame:
    """Return replies that are no reposts by the message that they answer."""
    return _own(_messages(posts)).select("post", "account", "time", object="reply_to")


def co_link(posts: pl.DataFrame) -> pl.DataFrame:
    """Return messages that are no reposts by each of their links; a link counts once in a message."""
    linked = _own(posts).explode("links").unique(["post", "links"], keep="first", maintain_order=True)
    return linked.select("post", "account", "time", object="links")


def co_post(posts: pl.DataFrame) -> pl.DataFrame:
    """Return all messages by one object that all share."""
    import polars as pl

    return _messages(posts).select("post", "account", "time", object=pl.lit(""))


NETWORKS = MappingProxyType({
    "co_retweet": (co_retweet, ("repost_of",)),
    "co_tweet": (co_tweet, ("repost_of", "text")),
    "co_reply": (co_reply, ("repost_of", "reply_to")),
    "co_link": (co_link, ("repost_of", "links")),
    "co_post": (co_post, ()),
})  # fmt: skip
"""The networks by the toolkit's names, each with the columns that it needs beside `post`, `account` and `time`."""


def qut(posts: pl.DataFrame, network: str, *, window: int, min_edge_weight: int = 1, empty_links: bool = False) -> pl.DataFrame:
    """Return the edges of a network with the toolkit's columns `user_1`, `user_2` and `weight`, loops left out, as its output does.

    `posts` has columns of `batch.columns`; `window` is in milliseconds. The toolkit's reader of CSV files gives a message without links one
    empty link, which all such messages share: `empty_links` does the same. Raises `WrongUsage` for a network that is not there, a column
    that is missing, and moments with so many actions that their pairs cannot be written out.
    """
    actions = _rows_of(network)(_without_gaps(posts, network, empty_links=empty_links)).drop_nulls()
    with tempfile.TemporaryDirectory(prefix="counterwatch-") as folder, DuckDB().connected(Path(folder)) as connection:
        connection.register("given", actions.to_arrow())
        connection.execute(ROWS, {"cell": max(window, 1)})
        refuse_crowds(connection, "rows")
        edges: pl.DataFrame = connection.sql(EDGES, params={"window": window, "least": min_edge_weight}).pl()
        return edges


def _rows_of(network: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    if network not in NETWORKS:
        raise WrongUsage(UNKNOWN(network=network), hint=KNOWN(networks=", ".join(NETWORKS)))
    return NETWORKS[network][0]


def _without_gaps(posts: pl.DataFrame, network: str, *, empty_links: bool) -> pl.DataFrame:
    """Return the columns that a network needs, with nothing for an empty id and, where asked for, an empty link for no link."""
    import polars as pl

    needs = ("post", "account", "time", *NETWORKS[network][1])
    for column in needs:
        if column not in posts.columns:
            raise WrongUsage(LACKS(network=network, column=column), hint=NAME_IT())
    ids = [pl.col(name).replace("", None) for name in ("repost_of", "reply_to") if name in needs]
    posts = posts.select(needs).with_columns(ids)
    if "links" in needs:
        none = pl.lit([""] if empty_links else [], pl.List(pl.String))
        posts = posts.with_columns(pl.when(pl.col("links").list.len().fill_null(0) == 0).then(none).otherwise("links").alias("links"))
    return posts


def _messages(posts: pl.DataFrame) -> pl.DataFrame:
    """Return each message once, as it first came."""
    return posts.unique("post", keep="first", maintain_order=True)


def _own(posts: pl.DataFrame) -> pl.DataFrame:
    """Return the messages that are no reposts."""
    return posts.filter(posts["repost_of"].is_null())


def normal() -> pl.Expr:
    """Return the text as the toolkit compares it."""
    import polars as pl

    small = pl.col("text").fill_null("").str.to_lowercase()
    # Python splits at four control characters, too, that Unicode does not call white space.
    return small.str.replace_all(r"@\S*", "").str.replace_all(r"[\s\x1c-\x1f]+", " ").str.strip_chars(" ")
