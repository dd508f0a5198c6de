"""Each pair of accounts: on how many occasions it acted together, beside how many its own habits and those of others would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterwatch.coordination.charts.look import LOOKS, WIDTH, by_class, head, names_of
from counterwatch.core import Chart, Message, Template

if TYPE_CHECKING:
    import polars as pl

TITLE = Template("coordination.encounters.title", "{subject}: {n} pair of accounts", "{subject}: {n} pairs of accounts")
EXPECTED = Template("coordination.encounters.expected", "occasions together that the expectation gives")
OBSERVED = Template("coordination.encounters.observed", "occasions together")
KEY = Template("coordination.encounters.key", "each sign: one or more pairs of a class; the larger, the more pairs")
LINE = Template("coordination.encounters.line", "on the line: exactly as often as expected; above it: more often")

STEPS = 12
"""Signs per power of ten: pairs that would lie on each other are drawn as one."""
LEAST = 0.01


def encounters(subject: str, edges: pl.DataFrame) -> Chart:
    """Return the pairs of `edges` (columns `kind`, `episodes`, `expected`); pairs without an expectation are not drawn.

    Raises `ValueError` where no pair has one.
    """
    rows, pairs = _signs(edges), len(edges)
    if not rows:
        raise ValueError("no pair has an expectation")
    kinds = [kind for kind in LOOKS if any(row["kind"] == kind for row in rows)]
    ends = {
        field: (min(1.0, *(row[field] for row in rows)) / 1.4, max(3.0, *(row[field] for row in rows)) * 1.4) for field in ("expected", "observed")
    }
    texts: dict[str, Message] = {"expected": EXPECTED(), "observed": OBSERVED(), "key": KEY(), "line": LINE(), **names_of(kinds)}
    return Chart(title=TITLE(subject=subject, n=pairs), spec=_spec(rows, kinds, ends), texts=texts)


def _signs(edges: pl.DataFrame) -> list[dict[str, Any]]:
    """Return a sign for all pairs of a class that have the same number of occasions and nearly the same expectation."""
    import polars as pl

    known = edges.filter(pl.col("expected").is_finite() & (pl.col("episodes") > 0))
    step = (pl.col("expected").clip(lower_bound=LEAST).log(10) * STEPS).round().cast(pl.Int32)
    found = known.group_by("kind", "episodes", step.alias("step")).len("pairs").sort("kind", "step", "episodes")
    return [
        {"kind": kind, "observed": int(episodes), "expected": float(f"{10 ** (at / STEPS):.3g}"), "pairs": int(pairs)}
        for kind, episodes, at, pairs in found.iter_rows()
    ]


def _spec(rows: list[dict[str, Any]], kinds: list[str], ends: dict[str, tuple[float, float]]) -> dict[str, Any]:
    def side(field: str) -> dict[str, Any]:
        least, most = ends[field]
        ticks = [base * 10.0**power for power in range(-3, 6) for base in (1, 3) if least <= base * 10.0**power <= most]
        scale = {"type": "log", "domain": [round(least, 4), round(most, 4)], "nice": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": {"title": {"message": field}, "values": ticks, "format": "~g"}}

    equal = [max(low for low, _ in ends.values()), min(high for _, high in ends.values())]
    pairs = [row["pairs"] for row in rows]
    size = {"field": "pairs", "type": "quantitative", "scale": {"domain": [1, max(2, *pairs)], "range": [30, 320]}, "legend": None}
    line = [{"expected": round(each, 4), "observed": round(each, 4)} for each in equal]
    sides = {"x": side("expected"), "y": side("observed")}
    return {
        "width": WIDTH,
        "height": 260,
        "title": head("key", "line"),
        "layer": [
            {"data": {"values": line}, "mark": {"type": "line", "strokeDash": [2, 3], "color": "#5b5b56", "strokeWidth": 1}, "encoding": sides},
            *(
                {
                    "data": {"values": [{key: row[key] for key in ("observed", "expected", "pairs")} for row in rows if row["kind"] == kind]},
                    "mark": {"type": "point", "filled": True, "opacity": 0.75},
                    "encoding": {**sides, "size": size, **by_class(kind, kinds, color="colour", shape="shape")},
                }
                for kind in kinds
            ),
        ],
    }
