"""The networks that other tools draw of the same posts: for those who come from them, and to see what a test changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from counterwatch.api.posts_tables import sources_of
from counterwatch.api.report import replace_file
from counterwatch.coordination.compat.coortweet import coortweet
from counterwatch.coordination.compat.qut import NETWORKS, qut
from counterwatch.coordination.gather import chosen
from counterwatch.coordination.pseudonyms import Pseudonyms
from counterwatch.coordination.setup import PostsSetup
from counterwatch.coordination.sources import numbered
from counterwatch.core import Message, Template, WrongUsage
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if
from counterwatch.files.contents import must_be_file

if TYPE_CHECKING:
    import polars as pl

READING = Template("api.peers.reading", "reading posts")
WHICH = Template("api.peers.which", "CooRTweet draws a network of one kind of object at a time")
NAME_ONE = Template("api.peers.name_one", "name it with --signal; this file has: {names}")
NO_KIND = Template("api.peers.no_kind", "this file has nothing that the rule of the toolkit looks at")
MAP = Template("api.peers.map", "name the columns with --map FIELD=COLUMN: repost_of, reply_to, links, text or post")
COORTWEET = Template(
    "api.peers.coortweet",
    "{signal}: {pairs} pairs of posts, {accounts} accounts, {edges} edges, heaviest {heaviest}; "
    "beyond the quantile: {heavy_accounts} accounts, {heavy_edges} edges, {heavy_components} parts",
)
QUT = Template("api.peers.qut", "{network}: {edges} edges from one account to another, weight {weight} in all")


NULL = Template(
    "api.peers.null", "{signal}: {asked} pairs meet on two objects or more, {edges} of them more often than this null allows (q up to {fdr:%})"
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PeerNetwork:
    """A network by the rule of another tool: its edges with that tool's columns, and a sentence that counts them. Accounts are pseudonyms."""

    name: str
    edges: pl.DataFrame
    said: Message


def like_coortweet(
    files: Sequence[Path | str],
    *,
    setup: PostsSetup | None = None,
    window: int = 60_000,
    edge_weight: float = 0.5,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> list[PeerNetwork]:
    """Return the network that CooRTweet 2.1 draws of one signal; `window` is in milliseconds, `setup.min_participation` its parameter."""
    setup = setup or PostsSetup()
    posts = _posts(files, setup, progress, cancel)
    usable = [each for each in chosen(setup.signals) if each.settle is None and set(each.needs) <= set(posts.columns)]
    if len(usable) != 1:
        raise WrongUsage(WHICH(), hint=NAME_ONE(names=", ".join(each.name for each in usable)))
    rows = (
        _post_rows(posts)
        .join(usable[0].objects(posts), on="row", how="inner")
        .select("object", "account", "content", "time")
        .unique(maintain_order=True)
    )
    made = coortweet(rows, window=window, min_participation=setup.min_participation, edge_weight=edge_weight)
    names = ("pairs", "accounts", "edges", "heaviest", "heavy_accounts", "heavy_edges", "heavy_components")
    said = COORTWEET(signal=usable[0].name, **{name: getattr(made.counts, name) for name in names})
    return [PeerNetwork(name=usable[0].name, edges=made.edges, said=said)]


def like_qut(
    files: Sequence[Path | str], *, setup: PostsSetup | None = None, window: int = 60_000, progress: Progress = quiet, cancel: Cancel = never
) -> list[PeerNetwork]:
    """Return every network that the QUT toolkit 1.5 can draw of these posts, but for `co_post`, which needs no shared object."""
    import polars as pl

    posts = _posts(files, setup or PostsSetup(), progress, cancel)
    posts = posts.with_columns(post=_post_rows(posts)["content"])
    found = [name for name, (_, needs) in NETWORKS.items() if needs and set(needs) <= {*posts.columns, "repost_of"} and _has(posts, needs)]
    if not found:
        raise WrongUsage(NO_KIND(), hint=MAP())
    if "repost_of" not in posts.columns:
        posts = posts.with_columns(repost_of=pl.lit(None, dtype=pl.String))
    networks = {name: qut(posts, name, window=window) for name in found}
    return [
        PeerNetwork(name=name, edges=edges, said=QUT(network=name, edges=len(edges), weight=int(edges["weight"].sum())))
        for name, edges in networks.items()
    ]


def like_null(
    files: Sequence[Path | str],
    *,
    null: Literal["permutation", "lco"],
    setup: PostsSetup | None = None,
    window: int = 60_000,
    fdr: float = 0.05,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> list[PeerNetwork]:
    """Return what a simpler test finds in each signal of these posts: accounts shuffled within objects, or a chance per object that leaves
    the pair's community out. For comparison with our own: both find edges where nobody coordinates.
    """
    import numpy as np
    import polars as pl

    from counterwatch.coordination.compat.nulls import shuffled, without_community
    from counterwatch.coordination.engines.blocks import Block

    setup = setup or PostsSetup()
    posts = _posts(files, setup, progress, cancel)
    networks = []
    for signal in chosen(setup.signals):
        if signal.settle is not None or not set(signal.needs) <= set(posts.columns):
            continue
        stop_if(cancel)
        rows = _post_rows(posts).join(signal.objects(posts), on="row", how="inner").select("object", "account", "time").unique()
        rows = rows.filter(pl.col("time").is_not_null()).sort("object", "time", "account")
        names = rows["account"].unique().sort()
        codes = {column: rows[column].rank("dense").to_numpy().astype(np.int32) - 1 for column in ("account", "object")}
        block = Block(account=codes["account"], object=codes["object"], time=rows["time"].to_numpy().astype(np.int64))
        found = (shuffled if null == "permutation" else without_community)(block, window)
        called = found.with_columns(names.gather(found[each].cast(pl.UInt32)).alias(each) for each in ("a", "b"))
        edges = called.filter(pl.col("q") <= fdr)
        said = NULL(signal=signal.name, asked=len(found), edges=len(edges), fdr=fdr)
        networks.append(PeerNetwork(name=signal.name, edges=edges, said=said))
    return networks


def write_edges(file: Path, edges: pl.DataFrame) -> None:
    """Write edges as CSV, or as Parquet where the name ends so: the whole file or nothing."""
    import io

    data = io.BytesIO()
    edges.write_parquet(data) if file.suffix == ".parquet" else edges.write_csv(data)
    replace_file(file, data.getvalue())


def _posts(files: Sequence[Path | str], setup: PostsSetup, progress: Progress, cancel: Cancel) -> pl.DataFrame:
    import polars as pl

    places = [(Path(each).name, Path(each)) for each in files]
    for name, place in places:
        must_be_file(place, name=name)
    sources, _ = sources_of(places, setup)
    hide, batches, count = Pseudonyms(as_given=setup.as_given), [], 0
    for _, _, batch in numbered(sources):
        stop_if(cancel)
        progress(READING(), count, 0)
        batches.append(hide.applied(batch))
        count += len(batch)
    return pl.concat(batches, how="diagonal")


def _post_rows(posts: pl.DataFrame) -> pl.DataFrame:
    """Return row, account, time and what tells posts apart: their ids, and where a file has none the row."""
    import polars as pl

    row = pl.col("row").cast(pl.String)
    content = pl.coalesce("post", pl.lit("row ") + row) if "post" in posts.columns else row
    return posts.select("row", "account", "time", content.alias("content"))


def _has(posts: pl.DataFrame, needs: Sequence[str]) -> bool:
    """Is there any post with what a network looks at, beside whether it is a repost?"""
    wanted = [name for name in needs if name != "repost_of" or len(needs) == 1]
    return all(name in posts.columns and posts[name].null_count() < len(posts) for name in wanted)
