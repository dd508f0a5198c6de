"""Asking checks of a table: once for every check, with one adjustment for all comparisons of the call."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from counterwatch.core import Finding, Message, Rank, Template, Verdict, WrongUsage, replace
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if
from counterwatch.core.registry import Check, Option

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ASKING = Template("api.ask.asking", "asking: {question}")
UNKNOWN_CHECK = Template("api.ask.unknown_check", "there is no check named {name}")
KNOWN_CHECKS = Template("api.ask.known_checks", "the checks that read this kind of file are: {names}")
UNKNOWN_OPTION = Template("api.ask.unknown_option", "none of the checks asked takes the option {name}")
KNOWN_OPTIONS = Template("api.ask.known_options", "they take: {names}")
ALONE = Template(
    "api.ask.alone",
    "Asked alone, this would depart (p = {p:p}). Among the {asked} questions of this run such a value is expected by chance "
    "(q = {q:p}), so it does not.",
)
AMONG = Template("api.ask.among", "not beyond chance among the {asked} questions of this run (q = {q:p}): {statement}")


class Tables(Protocol):
    """What an instrument read: a table per shape, and what is said where one is lacking."""

    @property
    def name(self) -> str: ...

    @property
    def by_shape(self) -> Mapping[type, Any]: ...

    def lacking(self, shape: type) -> Message | None: ...


def chosen(available: Mapping[str, Check[Any, Any]], only: Sequence[str]) -> list[Check[Any, Any]]:
    """Return the checks that were asked for, by full name or by the part after the dot; all of them when none was named."""
    by_short = {name.rpartition(".")[2]: each for name, each in available.items()} | dict(available)
    for name in only:
        if name not in by_short:
            raise WrongUsage(UNKNOWN_CHECK(name=name), hint=KNOWN_CHECKS(names=", ".join(sorted(by_short))))
    return [by_short[name] for name in dict.fromkeys(only)] if only else list(available.values())


def parameters(checks: Sequence[Check[Any, Any]], options: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the parameters of each check by its name: its defaults, and those `options` that it takes."""
    taken = {option.name for each in checks for option in each.options}
    for name in options:
        if name not in taken:
            raise WrongUsage(UNKNOWN_OPTION(name=name), hint=KNOWN_OPTIONS(names=", ".join(sorted(taken))))
    return {each.name: {option.name: options.get(option.name, option.default) for option in each.options} for each in checks}


def all_options(checks: Sequence[Check[Any, Any]]) -> dict[str, Option]:
    """Return every option of some checks by name."""
    return {option.name: option for each in checks for option in each.options}


def ask(
    tables: Tables,
    asked: Mapping[str, Mapping[str, Any]],
    available: Mapping[str, Check[Any, Any]],
    *,
    comparable: Callable[[Finding], Message | None],
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> list[Finding]:
    """Ask each check in `asked` (name -> parameters) of the table it reads; q-values and ranks are filled in over the whole answer.

    A check for which there is no table answers *not tested*, with what would be needed. `comparable` names the group of subjects
    among which a finding may be ranked, or `None` where it may not.
    """  # fmt: skip
    findings: list[Finding] = []
    for number, (name, params) in enumerate(asked.items()):
        stop_if(cancel)
        progress(ASKING(question=available[name].question), number, len(asked))
        check = available[name]
        if (reason := tables.lacking(check.reads)) is not None:
            findings.append(check.lacking(tables.name, reason, params))
            continue
        answer = check(tables.by_shape[check.reads], **params)
        findings += ranked([answer] if isinstance(answer, Finding) else answer, check.extreme, comparable)
    stop_if(cancel)
    return adjusted(findings)


def adjusted(findings: Sequence[Finding]) -> list[Finding]:
    """Fill in q-values (Benjamini & Yekutieli 2001, any dependence) over all questions asked, the refused ones counted as p = 1.

    A finding that departs by its own p-value but not among all comparisons becomes consistent, and says so. A finding without a
    p-value that was tested (a published rule) keeps its verdict: no error rate is claimed for it.
    """
    counted = [number for number, each in enumerate(findings) if each.p_value is not None or each.verdict is Verdict.NOT_TESTED]
    if not counted:
        return list(findings)
    p_values = [1.0 if (p := findings[number].p_value) is None else p for number in counted]
    q_values = dict(zip(counted, q_values_of(p_values).tolist(), strict=True))
    return [_judged(each, q_values[number], len(counted)) if number in q_values else each for number, each in enumerate(findings)]


def q_values_of(p_values: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the q-value of each of these p-values among all of them, whatever their dependence (Benjamini & Yekutieli 2001)."""
    import numpy as np
    from scipy.stats import false_discovery_control

    q_values: NDArray[np.float64] = np.minimum(1.0, false_discovery_control(p_values, method="by"))
    return q_values


def level_of(params: Mapping[str, Any]) -> float:
    """Return the q-value up to which a check asked with these parameters departs."""
    return float(params.get("alpha", 0.01))


def _judged(finding: Finding, q_value: float, asked: int) -> Finding:
    if finding.p_value is None:
        return finding
    if finding.verdict is Verdict.DEPARTS and q_value > level_of(finding.params):
        alone = ALONE(p=finding.p_value, asked=asked, q=q_value)
        among = AMONG(asked=asked, q=q_value, statement=finding.statement)
        return replace(finding, q_value=q_value, verdict=Verdict.CONSISTENT, statement=among, weighed=(alone, *finding.weighed))
    return replace(finding, q_value=q_value)


def ranked(findings: Sequence[Finding], extreme: str, comparable: Callable[[Finding], Message | None]) -> list[Finding]:
    """Fill in ranks by the estimate among the tested findings of one check that belong to the same comparable group."""
    if extreme == "none":
        return list(findings)
    groups: dict[str, list[float]] = {}
    among = {each.id: comparable(each) for each in findings if each.estimate is not None and each.verdict is not Verdict.NOT_TESTED}
    for each in findings:
        if each.estimate is not None and (group := among.get(each.id)) is not None:
            groups.setdefault(str(group), []).append(each.estimate.value)
    return [_ranked(each, among.get(each.id), groups, extreme) for each in findings]


def striking(value: float, extreme: str) -> float:
    """Return how striking an estimate is, by the end from which its check counts."""
    if extreme == "ratio":
        return abs(math.log(value)) if value > 0 else math.inf
    return -value if extreme == "low" else value


def _ranked(finding: Finding, group: Message | None, groups: Mapping[str, list[float]], extreme: str) -> Finding:
    # A check that says itself among which units it ranks knows better than the file does.
    if finding.rank is not None or group is None or finding.estimate is None or len(values := groups[str(group)]) < 2:
        return finding
    own = finding.estimate.value
    before = sum(striking(value, extreme) > striking(own, extreme) for value in values)
    return replace(finding, rank=Rank(position=1 + before, of=len(values), among=group))
