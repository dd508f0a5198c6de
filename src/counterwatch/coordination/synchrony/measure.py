"""From a layer to candidate pairs with their p-values: the steps of the test, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from counterwatch.coordination.edges import Engine
from counterwatch.coordination.synchrony.actions import Actions
from counterwatch.coordination.synchrony.by_object import by_object
from counterwatch.coordination.synchrony.hypotheses import Asked, asked
from counterwatch.coordination.synchrony.leaders import share_led
from counterwatch.coordination.synchrony.line import Ints
from counterwatch.coordination.synchrony.occasions import occasions, p_values
from counterwatch.coordination.synchrony.outsiders import Outsiders
from counterwatch.coordination.synchrony.references import references
from counterwatch.coordination.synchrony.result import Measured
from counterwatch.coordination.synchrony.screening import Screened, screened
from counterwatch.coordination.synchrony.setting import Setting
from counterwatch.coordination.synchrony.veto import jump
from counterwatch.coordination.table import Layer
from counterwatch.core import Template
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if

if TYPE_CHECKING:
    import polars as pl

PAIRS = Template("coordination.measure.pairs", "finding pairs: {signal}")
MEETINGS = Template("coordination.measure.meetings", "counting how often they could have met: {signal}")
COMPARING = Template("coordination.measure.comparing", "comparing with habits and with others: {signal}")
OF_EDGE = ("weight", "objects", "mean_delta", "median_delta")


def measured(layer: Layer, setting: Setting, engine: Engine, *, progress: Progress = quiet, cancel: Cancel = never) -> Measured:
    """Return the candidate pairs of a layer with their p-values."""
    progress(PAIRS(signal=layer.signal), 0, 3)
    edges = engine.edges(layer, setting.window, least=setting.least)
    stop_if(cancel)
    progress(MEETINGS(signal=layer.signal), 1, 3)
    actions, codes = Actions.of(layer, reach=max(setting.nearby, setting.window + setting.after) + setting.window)
    possible = asked(actions, setting) if len(actions) else Asked(pairs=0, one_in=1)
    stop_if(cancel)
    progress(COMPARING(signal=layer.signal), 2, 3)
    a, b = (np.searchsorted(codes, edges.table[name].to_numpy()) for name in ("a", "b"))
    looked = screened(actions, a, b, possible.pairs, setting)
    stop_if(cancel)
    table, without = compared(looked, codes)
    return Measured(
        signal=layer.signal, setting=setting, candidates=table.join(edges.table.select("a", "b", *OF_EDGE), on=["a", "b"], how="left"),
        pairs_tested=max(possible.pairs, len(table)), one_in=possible.one_in, accounts=actions.accounts,
        in_communities=int((looked.community >= 0).sum()), without_reference=without, hot=edges.hot,
    )  # fmt: skip


def compared(looked: Screened, codes: Ints) -> tuple[pl.DataFrame, float | None]:
    """Return the pairs inside communities with their p-values, and the share of their encounters without anybody outside to compare with."""
    import polars as pl

    met, community = looked.inside()
    if not len(met):
        return pl.DataFrame(schema=_schema()), None
    actions, setting = looked.actions, looked.setting
    outsiders = Outsiders(actions, looked.community, setting)
    found = occasions(met.pair, met.time, met.hit, setting.gap)
    reference = references(actions, outsiders, met, setting)
    p, hits, count, expected = p_values(found, reference.chance, met.pairs)
    weak, _, _, _ = p_values(found, by_object(actions, outsiders, met, community[met.pair], setting), met.pairs)
    first, hit = met.first(), met.where(met.hit)
    asked_of = met.hit & (p <= setting.fdr)[met.pair]
    one, other = codes[first.one], codes[first.other]
    columns = {
        "a": np.minimum(one, other), "b": np.maximum(one, other), "encounters": np.bincount(met.pair, minlength=met.pairs),
        "occasions": count, "episodes": hits, "expected": expected, "p": p, "weak_p": weak,
        "jump_p": jump(outsiders, hit, community[hit.pair], met.pairs, setting),
        "led": share_led(actions, met.where(asked_of), found.of_encounter[asked_of], met.pairs, setting),
        "size": np.bincount(looked.community[looked.community >= 0])[community],
    }  # fmt: skip
    return pl.DataFrame(columns, schema=_schema()).sort("a", "b"), float(reference.without.mean())


def _schema() -> Mapping[str, pl.DataType]:
    import polars as pl

    whole, real = ("encounters", "occasions", "episodes"), ("expected", "p", "weak_p", "jump_p", "led")
    return {"a": pl.Int32(), "b": pl.Int32()} | dict.fromkeys(whole, pl.Int64()) | dict.fromkeys(real, pl.Float64()) | {"size": pl.Int64()}
