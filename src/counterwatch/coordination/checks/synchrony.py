"""Accounts that act on the same things at the same moments, more often than their own habits and what others do explain."""

from __future__ import annotations

from typing import Literal

import numpy as np

from counterwatch.coordination.duration import milliseconds, several, written
from counterwatch.coordination.edges import Engine
from counterwatch.coordination.groups.findings import SUBJECT, findings_of
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
def synchrony(
    posts: Posts,
    *,
    window: str = "60s",
    sweep: str = "",
    fdr: float = 0.05,
    min_occasions: int = 3,
    groups: int = 20,
    engine: Literal["duckdb", "spark"] = "duckdb",
    seed: int = 0,
) -> list[Finding]:
    """Do accounts act on the same things at the same moments, more often than their habits and what others do explain?

    Every signal is a layer of its own; `sweep` names several windows instead of one. All pairs of accounts of all layers and windows are judged
    together (Benjamini & Hochberg 1995, at `fdr`). Each layer gives one finding, and each of its `groups` largest groups one more. Three classes
    are told apart: A, beyond reaction speed (strong); T, outsiders jump too (unusual); B, fast shared reaction (a question).
    """
    if not 0 < fdr < 1:
        raise WrongUsage(RATE(fdr=str(fdr)), hint=RATE_HINT())
    windows = several(sweep) or (milliseconds(window),)
    refused, tests = list[Finding](), list[tuple[Layer, Measured]]()
    for layer in posts.layers.values():
        for each in windows:
            reason, test = _measured(layer, each, fdr, min_occasions, seed, engine_called(engine))
            if test is None or reason is not None:
                refused.append(Finding(subject=_subject(posts, layer, each, windows), verdict=Verdict.NOT_TESTED, statement=reason or NO_LAYER()))
            else:
                tests.append((layer, test))
    if not posts.layers:
        return [Finding(subject=posts.name, verdict=Verdict.NOT_TESTED, statement=NO_LAYER())]
    told = judged([test for _, test in tests], fdr=fdr)
    found = [
        finding
        for layer in posts.layers.values()
        if (mine := [each for (of, _), each in zip(tests, told, strict=True) if of is layer])
        for finding in findings_of(posts, layer, mine, most=groups)
    ]
    return [*found, *refused]


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
