"""Words in charts: every text that people read is `{"message": key}`; here it becomes text in their language, and bare ones are found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from counterwatch.core import Chart, Template, WrongUsage
from counterwatch.core.language import render

MISSING = Template("draw.words.missing", "the chart names a text {key} that it does not have")
MISSING_HINT = Template("draw.words.missing_hint", "add it to the texts of the chart")

UNPRINTABLE = re.compile(
    "[^\\t\\n\\x20-\\x7e\\xa0-\\u200d\\u2010-\\u2027\\u202f-\\u205f\\u206a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\\U00010000-\\U0010fffd]"
)
"""What has no place in a picture: controls, marks that turn the direction of the text, and what XML forbids."""

READ_BY_PEOPLE = frozenset({"title", "subtitle", "description", "text", "label"})
"""Keys of a Vega-Lite spec whose strings appear on the page."""
QUOTED = re.compile(r"""["'][^"']*[^\W\d_]{3}""")
"""A word inside an expression; formats such as `'%b %Y'` are none."""
NOT_WORDS = frozenset({"data", "datasets", "transform", "config", "params", "usermeta"})


def spoken(chart: Chart, language: str) -> dict[str, Any]:
    """Return the spec of a chart with its messages as text in `language`."""
    texts = {key: render(message, language) for key, message in chart.texts.items()}
    spec: dict[str, Any] = printable(_filled(chart.spec, texts))
    return spec


def printable(value: Any) -> Any:
    """Return a spec in which every character can be drawn: one NUL in a name ends the process of the renderer, and ours with it."""
    if isinstance(value, str):
        return UNPRINTABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [printable(each) for each in value]
    return {printable(key): printable(each) for key, each in value.items()} if isinstance(value, dict) else value


def bare_texts(spec: Any, place: str = "") -> Iterator[str]:
    """Yield the place of each string that people would read and that no catalog can translate (`encoding.x.title`)."""
    if isinstance(spec, list):
        for index, each in enumerate(spec):
            yield from bare_texts(each, f"{place}[{index}]")
    elif isinstance(spec, dict) and set(spec) != {"message"}:
        for key, value in spec.items():
            where = f"{place}.{key}" if place else key
            if (key in READ_BY_PEOPLE and _has_text(value)) or (key == "labelExpr" and QUOTED.search(value)):
                yield where
            elif key not in NOT_WORDS:
                yield from bare_texts(value, where)


def _has_text(value: Any) -> bool:
    return any(map(str.isalpha, value)) if isinstance(value, str) else isinstance(value, list) and any(map(_has_text, value))


def _filled(value: Any, texts: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_filled(each, texts) for each in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"message"}:
        if (key := value["message"]) not in texts:
            raise WrongUsage(MISSING(key=str(key)), hint=MISSING_HINT())
        return texts[key]
    return {key: _filled(each, texts) for key, each in value.items()}
