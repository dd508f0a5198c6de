"""Accounts that act on the same things at the same moments, more often than their own habits and what others do explain."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Literal

import numpy as np

from counterwatch.coordination.duration import milliseconds, several, written
from counterwatch.coordination.edges import Engine
from counterwatch.coordination.groups.findings import SUBJECT, findings_of
from counterwatch.coordination.groups.together import together
from counterwatch.coordination.names import name_of
from counterwatch.coordination.synchrony.judge import judged
from counterwatch.coordination.synchrony.measure import measured
from counterwatch.coordination.synchrony.result import Measured
from counterwatch.coordination.synchrony.setting import Setting, nearby_of
from counterwatch.coordination.table import Layer, Posts
from counterwatch.coordination.worlds.collection import collection
from counterwatch.core import Finding, Message, Template, Verdict, WrongUsage, check

NO_LAYER = Template(
    "coordination.synchrony.no_layer", "these posts share nothing that a signal looks at: links, hashtags, reposts, replies, texts ..."
)
FEW = Template(
    "coordination.synchrony.few",
    "{what}: no two accounts meet on {least} occasions or more (half an hour apart or more), so nothing can be asked; add more days or more accounts",
)
COARSE = Template(
    "coordination.synchrony.coarse",
    "{what}: the times are told in steps of {step}, and a window of {window} is shorter than that; ask with --window {step} or longer",
)
RATE = Template("coordination.synchrony.rate", "the tolerated share of false discoveries lies between 0 and 1, both left out, and is not {fdr}")
MANY_PERIODS = Template("coordination.synchrony.many_periods", "that makes {n} periods, and at most {most} are asked")
LONGER = Template("coordination.synchrony.longer", "name a longer period, such as --period 7d")
MOST_PERIODS = 500
RATE_HINT = Template("coordination.synchrony.rate_hint", "5 % is usual: --fdr 0.05")


def honest(rng: np.random.Generator) -> Posts:
    """A small town: people read what they like, when they are awake, and repost some of it."""
    return collection("base", rng)


def planted(rng: np.random.Generator) -> Posts:
    """The same, where some groups of accounts boost links of others within a minute of each other, on half a dozen occasions or more."""
    return collection("p_borrowed", rng)


@check(
    reads=Posts, honest=honest, planted=planted, extreme="none", libraries=("numpy", "scipy", "polars", "duckdb", "graspologic-native"),
    cites="Tumminello et al. 2011, PLoS ONE 6(3) (tests of shared objects); Amarasingham et al. 2012, J Neurophysiol 107(2) (jitter); "
    "Benjamini & Hochberg 1995, JRSS B 57(1); Traag et al. 2019, Sci Rep 9 (Leiden)",
)  # fmt: skip
def synchrony(  # noqa: PLR0913 - what a user may set
    posts: Posts,
    *,
    window: str = "60s",
    sweep: str = "",
    period: str = "",
    fdr: float = 0.05,
    min_occasions: int = 3,
    groups: int = 20,
    engine: Literal["duckdb", "spark"] = "duckdb",
    seed: int = 0,
) -> list[Finding]:
    """Do accounts act on the same things at the same moments, more often than their habits and what others do explain?

    Every signal is a layer of its own; `sweep` names several windows instead of one, and `period` cuts the time into pieces of that length, each
    beginning half a length after the last. All pairs of accounts of all layers, windows and periods are judged together (Benjamini & Hochberg
    1995, at `fdr`); pairs that are candidates on several signals are judged once more on all of them (Liu & Xie 2020).
    Each layer gives one finding, and each of its `groups` largest groups one more. Three classes are told apart: A, beyond reaction speed
    (strong); T, outsiders jump too or one is first each time (unusual); B, fast shared reaction (a question).
    """
    if not 0 < fdr < 1:
        raise WrongUsage(RATE(fdr=str(fdr)), hint=RATE_HINT())
    if not posts.layers:
        return [Finding(subject=posts.name, verdict=Verdict.NOT_TESTED, statement=NO_LAYER())]
    windows, length = several(sweep) or (milliseconds(window),), milliseconds(period) if period else None
    refused, tests = list[Finding](), list[tuple[str, Layer, Measured]]()
    for name, layer in posts.layers.items():
        for each in windows:
            reason, mine = _asked(layer, each, length, fdr, min_occasions, seed, engine_called(engine))
            tests += [(name, piece, test) for piece, test in mine]
            if reason is not None:
                refused.append(Finding(subject=_subject(posts, layer, each, windows), verdict=Verdict.NOT_TESTED, statement=reason))
    told = judged([test for _, _, test in tests], fdr=fdr)
    found = [
        finding
        for name, layer in posts.layers.items()
        if (parts := [(piece, result) for (of, piece, _), result in zip(tests, told, strict=True) if of == name])
        for finding in findings_of(posts, layer, parts, most=groups)
    ]
    return [*found, *together(posts, told, fdr=fdr), *refused]


def _asked(
    layer: Layer, window: int, length: int | None, fdr: float, least: int, seed: int, engine: Engine
) -> tuple[Message | None, list[tuple[Layer, Measured]]]:  # fmt: skip
    """Return why a layer cannot be asked at a window, and the pieces of it that can, with their candidate pairs."""
    pieces, found, reason = periods_of(layer, length), list[tuple[Layer, Measured]](), None
    for day, piece in pieces:
        reason, test = _measured(piece, window, fdr, least, seed, engine)
        if test is not None:
            found.append((piece, replace(test, period=day)))
    return None if found else reason, found


def periods_of(layer: Layer, length: int | None) -> list[tuple[str, Layer]]:
    """Return a layer as it is, or cut into periods of a length that begin half a length after each other, with the day on which each begins."""
    if length is None:
        return [("", layer)]
    first, last = layer.span()
    starts = range(first, max(last - length // 2, first) + 1, max(length // 2, 1))
    if len(starts) > MOST_PERIODS:
        raise WrongUsage(MANY_PERIODS(n=len(starts), most=MOST_PERIODS), hint=LONGER())
    return [(_day(start), layer.during(start, start + length)) for start in starts]


def _day(time: int) -> str:
    return datetime.datetime.fromtimestamp(time / 1000, datetime.UTC).isoformat(timespec="minutes").removesuffix("+00:00")


def _measured(layer: Layer, window: int, fdr: float, least: int, seed: int, engine: Engine) -> tuple[Message | None, Measured | None]:
    """Return why a layer cannot be asked at a window, or its candidate pairs."""
    if layer.resolution > window:
        return COARSE(what=name_of(layer.signal), step=written(layer.resolution), window=written(window)), None
    setting = Setting(window=window, nearby=nearby_of(window), fdr=fdr, seed=seed, resolution=layer.resolution, least=least)
    test = measured(layer, setting, engine)
    return (None, test) if test.pairs_tested else (FEW(what=name_of(layer.signal), least=least), None)


def _subject(posts: Posts, layer: Layer, window: int, windows: tuple[int, ...]) -> str:
    plain = SUBJECT.format(name=posts.name, signal=layer.signal)
    return plain if len(windows) == 1 else f"{plain} · {written(window)}"


def engine_called(name: str) -> Engine:
    """Return the engine with this name."""
    if name == "spark":
        from counterwatch.coordination.engines.spark import Spark

        made: Engine = Spark()
        return made
    from counterwatch.coordination.engines.duckdb import DuckDB

    return DuckDB()
