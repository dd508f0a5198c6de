"""Coverage over time: for which years and host countries anything was recorded at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from counterwatch.core import Chart, Message, Template
from counterwatch.incidents.charts.look import OTHERS, country, head, heat
from counterwatch.incidents.incident import Incident

TITLE = Template("incidents.coverage.title", "Coverage: incidents recorded by year and host country")
KEY = Template("incidents.coverage.key", "number: incidents; empty: none recorded, not «none happened»")
SPAN = Template(
    "incidents.coverage.span", "{n} incident that may lie in two years is not shown", "{n} incidents that may lie in two years are not shown"
)
MOST, YEARS, REST = 18, 25, "\x00rest"


def coverage(incidents: Sequence[Incident]) -> Chart | None:
    """Return counts by year and country, of the last years; none where no date lies in one year."""
    dated = [(each.date.start[:4], each.where.country) for each in incidents if each.date.start and each.date.start[:4] == each.date.end[:4]]
    if not dated:
        return None
    last = max(int(year) for year, _ in dated)
    years = [str(year) for year in range(max(min(int(year) for year, _ in dated), last - YEARS + 1), last + 1)]
    order = sorted(Counter(code for _, code in dated).items(), key=lambda pair: (not pair[0], -pair[1], pair[0]))
    countries = [code for code, _ in order][: MOST if len(order) <= MOST else MOST - 1]
    lines = [*countries, *([REST] if len(order) > len(countries) else [])]
    cells = Counter((year, code if code in countries else REST) for year, code in dated)
    values = [{"x": year, "y": {"message": f"c {code}"}, "n": cells[year, code]} for code in lines for year in years if cells[year, code]]
    texts: dict[str, Message] = {"key": KEY()}
    texts |= {f"c {each}": OTHERS(n=len(order) - len(countries)) if each == REST else country(each) for each in lines}
    texts |= {"span": SPAN(n=n)} if (n := len(incidents) - len(dated)) else {}
    x = {"axis": {"title": None, "labelAngle": -50}, "scale": {"domain": years}}
    y = {"axis": {"title": None, "labelLimit": 150}, "sort": [{"message": f"c {each}"} for each in lines]}
    spec = heat(values, x=x, y=y, size=(24 * max(len(years), 4), 19 * len(lines)))
    return Chart(title=TITLE(), spec=spec | {"title": head(*[each for each in ("key", "span") if each in texts])}, texts=texts)
