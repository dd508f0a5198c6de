"""Tactic by host country: how many incidents hold an act of a kind in a country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from counterwatch.core import Chart, Message, Template
from counterwatch.incidents.charts.look import OTHERS, country, head, heat, term
from counterwatch.incidents.incident import Incident

TITLE = Template("incidents.matrix.title", "What was done where: incidents by tactic and host country")
KEY = Template("incidents.matrix.key", "number: incidents; empty: none was recorded")
ROWS, COLUMNS, REST = 26, 12, "\x00rest"
CELL, LINE = 26, 19


def matrix(incidents: Sequence[Incident]) -> Chart | None:
    """Return counts by tactic and country, the most frequent first, the rest together; none where there is no act."""
    pairs = sorted({(each.id, act.tactic, each.where.country) for each in incidents for act in each.acts if act.tactic})
    if not pairs:
        return None
    tactics, rest_of_tactics = _first(Counter(tactic for _, tactic, _ in pairs), ROWS)
    countries, rest_of_countries = _first(Counter(code for _, _, code in pairs), COLUMNS)
    told = sorted({(id, tactic if tactic in tactics else REST, code if code in countries else REST) for id, tactic, code in pairs})
    cells = Counter((tactic, code) for _, tactic, code in told)
    rows, columns = [*tactics, *([REST] if rest_of_tactics else [])], [*countries, *([REST] if rest_of_countries else [])]
    values = [
        {"x": {"message": f"c {code}"}, "y": {"message": f"t {tactic}"}, "n": cells[tactic, code]}
        for tactic in rows
        for code in columns
        if cells[tactic, code]
    ]
    texts: dict[str, Message] = {"key": KEY()}
    texts |= {f"t {each}": OTHERS(n=rest_of_tactics) if each == REST else term("tactic", each) for each in rows}
    texts |= {f"c {each}": OTHERS(n=rest_of_countries) if each == REST else country(each) for each in columns}
    x = {"axis": {"title": None, "orient": "top", "labelAngle": -50, "labelLimit": 110}, "sort": [{"message": f"c {each}"} for each in columns]}
    y = {"axis": {"title": None, "labelLimit": 200}}
    spec = heat(values, x=x, y=y, size=(CELL * max(len(columns), 3), LINE * len(rows)))
    return Chart(title=TITLE(), spec=spec | {"title": head("key")}, texts=texts)


def _first(counts: Counter[str], most: int) -> tuple[list[str], int]:
    """Return the most frequent keys and how many others there are; what is not known comes last."""
    order = sorted(counts, key=lambda key: (not key, -counts[key], key))
    return (order, 0) if len(order) <= most else (order[: most - 1], len(order) - most + 1)
