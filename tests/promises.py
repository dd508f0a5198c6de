"""What the promises of a check are judged by: error rates, messages inside findings, charts."""

from collections.abc import Iterator
from typing import Any

import msgspec
from scipy import stats

from counterwatch.core import Chart, Finding, Message, Verdict

TOLERATED = 1.2
SURE = 0.999
TEXT_KEYS = frozenset({"title", "subtitle", "text", "description"})


def rejects_too_often(rejections: int, asked: int, nominal: float, families: int = 1) -> bool:
    """Return whether the one-sided 99.9 % lower bound (Clopper & Pearson 1934) of a rejection rate exceeds 1.2 times its nominal level.

    The worst of several families is judged at 0.1 % divided by their number (Bonferroni).
    """
    if not rejections:
        return False
    return bool(stats.beta.ppf((1 - SURE) / families, rejections, asked - rejections + 1) > TOLERATED * nominal)


def as_list(answer: Finding | list[Finding]) -> list[Finding]:
    """Return the findings of a check that gives one, or several."""
    return [answer] if isinstance(answer, Finding) else list(answer)


def answered(findings: list[Finding]) -> list[Finding]:
    """Return the findings that answer the question."""
    return [finding for finding in findings if finding.verdict is not Verdict.NOT_TESTED]


def messages_in(value: Any) -> Iterator[Message]:
    """Yield every message inside a finding, however deep."""
    if isinstance(value, Message):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from messages_in(getattr(value, name))
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from messages_in(each)


def numbers_in(value: Any) -> Iterator[float]:
    """Yield every float inside a finding, however deep."""
    if isinstance(value, float):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from numbers_in(getattr(value, name))
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from numbers_in(each)


def faults_of(chart: Chart) -> list[str]:
    """Return what is wrong with a chart: words outside messages, addresses, messages that nobody supplied or uses."""
    asked: set[str] = set()
    faults = list(_faults(chart.spec, "", asked))
    faults += [f"no message {key!r} in texts" for key in sorted(asked - chart.texts.keys())]
    faults += [f"message {key!r} is not used" for key in sorted(chart.texts.keys() - asked)]
    if not chart.spec.keys() & {"mark", "layer", "concat", "hconcat", "vconcat", "facet", "repeat", "spec"}:
        faults.append("nothing is drawn")
    return faults


def _faults(value: Any, path: str, asked: set[str]) -> Iterator[str]:
    key = path.rpartition(".")[2]
    if isinstance(value, dict) and value.keys() == {"message"}:
        asked.add(value["message"])
    elif isinstance(value, dict):
        for name, each in value.items():
            # Rows of inline data are not looked into for titles: a column may be called `text`.
            yield from _faults(each, f"{path}.{name}" if name != "values" else f"{path}.values.row", asked)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _faults(each, path, asked)
    elif isinstance(value, str):
        if "://" in value and key != "$schema":
            yield f"{path} holds the address {value!r}"
        elif value.strip() and key in TEXT_KEYS and ".values.row" not in path:
            yield f"{path} holds the words {value!r}, which nobody can translate"


def filled(value: Any) -> Any:
    """Return a chart's specification with a word in place of each message."""
    if isinstance(value, dict):
        return "word" if value.keys() == {"message"} else {key: filled(each) for key, each in value.items()}
    return [filled(each) for each in value] if isinstance(value, list | tuple) else value
