"""Findings as a table for further work: one row each, in the order given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from counterwatch.core import Estimate, Finding, Message
from counterwatch.core.language import render

if TYPE_CHECKING:
    import polars as pl


def frame(findings: Iterable[Finding], language: str = "en") -> pl.DataFrame:
    """Return findings as a polars frame; what was not computed is null."""
    import polars as pl

    text, number, several = pl.String(), pl.Float64(), pl.List(pl.String())
    schema: dict[str, pl.DataType] = {
        "id": text,
        "check": text,
        "version": pl.Int64(),
        "subject": text,
        "verdict": text,
        "statement": text,
        "estimate": number,
        "low": number,
        "high": number,
        "level": number,
        "unit": text,
        "p_value": number,
        "q_value": number,
        "rank": pl.Int64(),
        "ranked": pl.Int64(),
        "among": text,
        "limits": several,
        "steps": several,
        "evidence": several,
        "problems": pl.Int64(),
    }
    return pl.DataFrame([_row(each, language) for each in findings], schema=schema, orient="row")


def _row(finding: Finding, language: str) -> dict[str, Any]:
    return {
        "id": finding.id,
        "check": finding.check,
        "version": finding.version,
        "subject": finding.subject,
        "verdict": finding.verdict.value,
        "statement": render(finding.statement, language),
        "p_value": finding.p_value,
        "q_value": finding.q_value,
        **_estimated(finding.estimate, language),
        "rank": finding.rank and finding.rank.position,
        "ranked": finding.rank and finding.rank.of,
        "problems": len(finding.problems),
        "among": render(finding.rank.among, language) if finding.rank else None,
        "evidence": list(finding.evidence),
        "limits": _rendered(finding.limits, language),
        "steps": _rendered(finding.steps, language),
    }


def _estimated(estimate: Estimate | None, language: str) -> dict[str, Any]:
    if estimate is None:
        return {}
    unit = render(estimate.unit, language) if estimate.unit else None
    return {"estimate": estimate.value, "low": estimate.low, "high": estimate.high, "level": estimate.level, "unit": unit}


def _rendered(messages: Iterable[Message], language: str) -> list[str]:
    return [render(each, language) for each in messages]
