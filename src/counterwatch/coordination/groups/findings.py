"""Findings of one layer: one sentence on the layer as a whole, and one finding for each of its largest groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from counterwatch.coordination.charts.contents import most_shared
from counterwatch.coordination.charts.encounters import encounters
from counterwatch.coordination.charts.network import network
from counterwatch.coordination.charts.pushed import pushed
from counterwatch.coordination.charts.raster import raster
from counterwatch.coordination.charts.window_sweep import window_sweep
from counterwatch.coordination.duration import written
from counterwatch.coordination.groups.background import background, caveats
from counterwatch.coordination.groups.group import Group, groups_of
from counterwatch.coordination.groups.said import GRADES, LIMITS, SENTENCES, steps
from counterwatch.coordination.groups.tables import members_table, pairs_attached, posts_table
from counterwatch.coordination.names import name_of, shown
from counterwatch.coordination.synchrony.result import Tested
from counterwatch.coordination.table import Layer, Posts
from counterwatch.core import Chart, Estimate, Finding, Template, Verdict

FOUND = Template(
    "coordination.findings.found",
    "{what}: of {tested} pairs of accounts that meet often enough, {beyond} are in time within {window} more often than habits and others explain; "
    "they make {groups} groups (pairs that only react fast to the same things: {leads})",
)
LEADS_ONLY = Template(
    "coordination.findings.leads_only",
    "{what}: of {tested} pairs of accounts that meet often enough, none is in time within {window} more often than habits and others explain; "
    "{leads} react fast to the same things, which alerts and apps explain as well",
)
NOTHING = Template(
    "coordination.findings.nothing",
    "{what}: of {tested} pairs of accounts that meet often enough, none is in time within {window} more often than habits and others explain. Groups "
    "that push only their own content, that act in one sitting or with longer delays are not seen by this",
)
PAIRS_UNIT = Template("coordination.findings.pairs_unit", "pairs of accounts in time beyond chance")
MEMBERS_UNIT = Template("coordination.findings.members_unit", "accounts in the group")
COUNTED = Template("coordination.findings.counted", "counted, not estimated: the error statement is about false pairs among those found")
MORE = Template("coordination.findings.more", "{n} smaller group is in the tables only", "{n} smaller groups are in the tables only")
PAIRS = "pairs.csv"
"""The name of the attached table of pairs of a layer."""
SUBJECT = "{name} · {signal}"
GROUP = "{name} · {signal} · {window} · {number}"


def findings_of(posts: Posts, layer: Layer, tests: Sequence[Tested], *, most: int) -> Iterator[Finding]:
    """Yield the findings of a layer that was tested at one or more windows, the groups by class and size."""
    groups = [group for test in tests for group in groups_of(layer, test, most=most)]
    yield layer_finding(posts, layer, tests, shown_groups=len(groups))
    for group in sorted(groups, key=lambda each: ("ATB".index(each.kind), each.test.window, each.number)):
        yield group_finding(posts, group)


def layer_finding(posts: Posts, layer: Layer, tests: Sequence[Tested], *, shown_groups: int) -> Finding:
    """Return what was asked of a layer, and what came of it over all windows."""
    strong = [test.edges.filter(test.edges["kind"] != "B") for test in tests]
    beyond, leads = sum(map(len, strong)), sum(len(test.edges) for test in tests) - sum(map(len, strong))
    groups = sum(each["group"].n_unique() - int(each["group"].null_count() > 0) for each in strong)
    windows = ", ".join(written(test.window) for test in tests)
    said: dict[str, Any] = {"what": name_of(layer.signal), "tested": sum(each.pairs_tested for each in tests), "window": windows}
    without = LEADS_ONLY(**said, leads=leads) if leads else NOTHING(**said)
    statement = FOUND(**said, beyond=beyond, groups=groups, leads=leads) if beyond else without
    grade = GRADES["A"] if _has(strong, "A") else GRADES["T"] if beyond else None
    all_groups = sum(len(test.stable) for test in tests)
    more = (MORE(n=all_groups - shown_groups),) if all_groups > shown_groups else ()
    return Finding(
        subject=SUBJECT.format(name=posts.name, signal=layer.signal), verdict=Verdict.DEPARTS if beyond else Verdict.CONSISTENT, statement=statement,
        estimate=Estimate(value=float(beyond), unit=PAIRS_UNIT(), no_interval=COUNTED()), grade=grade,
        q_value=_largest(strong), weighed=(*background(layer, tests), *more), limits=(*caveats(tests), *(each() for each in LIMITS)),
        charts=tuple(_layer_charts(layer, tests)), attachments=(pairs_attached(PAIRS, posts.accounts, tests),) if beyond + leads else (),
        numbers=_numbers(tests, beyond, leads),
    )  # fmt: skip


def _has(frames: Sequence[Any], kind: str) -> bool:
    return any((each["kind"] == kind).any() for each in frames)


def _largest(frames: Sequence[Any]) -> float | None:
    return max((_number(each["q"].max()) for each in frames if len(each)), default=None)


def _number(value: Any) -> float:
    return float(value)


def _numbers(tests: Sequence[Tested], beyond: int, leads: int) -> dict[str, float | None]:
    first = tests[0].measured
    return {
        "pairs_tested": float(sum(each.pairs_tested for each in tests)), "pairs_beyond": float(beyond), "pairs_fast": float(leads),
        "accounts": float(first.accounts), "accounts_outside": float(first.accounts - first.in_communities),
        "share_without_reference": first.without_reference, "nearby_seconds": first.setting.nearby / 1000, "gap_seconds": first.setting.gap / 1000,
        "resolution_seconds": first.setting.resolution / 1000,
    }  # fmt: skip


def _layer_charts(layer: Layer, tests: Sequence[Tested]) -> Iterator[Chart]:
    import polars as pl

    subject = layer.signal
    if len(tests) > 1 and any(len(test.edges) for test in tests):
        counted = [(test.window, kind, test.edges.filter(pl.col("kind") == kind)) for test in tests for kind in "ATB"]
        rows = [{"window": window, "kind": kind, "pairs": len(each), "groups": each["group"].n_unique()} for window, kind, each in counted]
        yield window_sweep(subject, pl.DataFrame(rows))
    edges = pl.concat([test.edges for test in tests]).unique(["a", "b"], keep="first", maintain_order=True)
    if len(edges):
        yield network(subject, edges)


def group_finding(posts: Posts, group: Group) -> Finding:
    """Return the finding of a group: counts of accounts, what they pushed and when, and the tables that stay in the case."""
    signal, window, edges = group.layer.signal, written(group.test.window), group.edges
    own = edges.filter(edges["kind"] == group.kind)
    said: dict[str, Any] = {"n": len(group.members), "what": name_of(signal), "window": window}
    q, occasions, expected = (_number(each) for each in (own["q"].max(), own["episodes"].median(), own["expected"].median()))
    said |= {"occasions": int(occasions)} if group.kind != "T" else {}
    said |= {"expected": expected} if group.kind == "A" else {}
    said |= {"q": q} if group.kind != "B" else {}
    hits = {name: getattr(group, name)[group.hit] for name in ("object", "account", "time")}
    names = [shown(signal, each) for each in group.layer.objects]
    contents = most_shared(hits["object"], hits["account"], hits["time"], names)
    subject = GROUP.format(name=posts.name, signal=signal, window=window, number=group.number)
    seen = raster(subject, account=group.account, time=group.time, hit=group.hit)
    return Finding(
        subject=subject, verdict=Verdict.DEPARTS, statement=SENTENCES[group.kind](**said), grade=GRADES[group.kind],
        estimate=Estimate(value=float(len(group.members)), unit=MEMBERS_UNIT(), no_interval=COUNTED()),
        q_value=q if group.kind != "B" else None, limits=tuple(each() for each in LIMITS), steps=steps(signal, group.kind),
        charts=(seen, pushed(subject, **hits, names=names), encounters(subject, edges)),
        attachments=(
            members_table("members.csv", posts.accounts, group), posts_table("posts.csv", contents, group, posts.excerpts),
        ),
        numbers=_of_group(group),
    )  # fmt: skip


def _of_group(group: Group) -> dict[str, float | None]:
    kinds = {f"pairs_{kind.lower()}": float((group.edges["kind"] == kind).sum()) for kind in "ATB"}
    return {
        "members": float(len(group.members)), **kinds, "stable": group.stable, "actions": float(len(group.account)),
        "actions_together": float(group.hit.sum()), "first": float(group.time[group.hit].min()), "last": float(group.time[group.hit].max()),
    }  # fmt: skip
