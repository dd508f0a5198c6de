"""Independence of sources: on how many origins incidents rest, beside how many sources they cite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from counterwatch.core import Chart, Message, Template
from counterwatch.incidents.charts.look import head, heat
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.origins import origins

TITLE = Template("incidents.sources.title", "Sources: how many are cited for an incident, and on how many origins it rests")
KEY = Template("incidents.sources.key", "number: incidents; copies count as one source")
ONE_HOST = Template("incidents.sources.one_host", "one origin: declared, or pages of one host")
CITED = Template("incidents.sources.cited", "sources cited")
ORIGINS = Template("incidents.sources.origins", "origins")
NONE = Template("incidents.sources.none", "none")
OR_MORE = Template("incidents.sources.or_more", "{number} or more")
MOST = 5


def sources(incidents: Sequence[Incident]) -> Chart | None:
    """Return incidents by sources cited and by origins; none where no incident cites any."""
    counts = Counter((min(len(each.sources), MOST), min(len(origins(each)), MOST)) for each in incidents)
    if not any(cited for cited, _ in counts):
        return None
    across = sorted({cited for cited, _ in counts})
    up = sorted({rests for _, rests in counts}, reverse=True)
    values = [
        {"x": {"message": f"n {cited}"}, "y": {"message": f"n {rests}"}, "n": counts[cited, rests]}
        for rests in up
        for cited in across
        if counts[cited, rests]
    ]
    texts: dict[str, Message] = {"key": KEY(), "one host": ONE_HOST(), "cited": CITED(), "origins": ORIGINS()}
    texts |= {f"n {each}": _called(each) for each in {*across, *up}}
    x = {"axis": {"title": {"message": "cited"}, "labelAngle": 0}, "sort": [{"message": f"n {each}"} for each in across]}
    y = {"axis": {"title": {"message": "origins"}}, "sort": [{"message": f"n {each}"} for each in up]}
    return Chart(
        title=TITLE(), spec=heat(values, x=x, y=y, size=(max(70 * len(across), 220), 30 * len(up))) | {"title": head("key", "one host")}, texts=texts
    )


PLAIN = Template("incidents.sources.plain", "{number}")


def _called(number: int) -> Message:
    return NONE() if number == 0 else OR_MORE(number=number) if number == MOST else PLAIN(number=number)
