"""All answers of a screening held against each other, in SQL that puts into files what does not fit: memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from counterwatch.api.ask import level_of
from counterwatch.core import Verdict
from counterwatch.core.registry import Check

ROWS = 100_000
MEMORY = "96MB"
"""What the sorting may take besides what Python holds."""

JUDGED = """
copy (
    with answers as (
        select file_row_number as n, "check", value, verdict, p_value, verdict = $refused as refused, {number} as number, {level} as level
        from read_parquet($answers, file_row_number = true)
    ), counted as (
        select *, p_value is not null or refused as is_counted, coalesce(p_value, 1) as p from answers
    ), placed as (
        select *, row_number() over (partition by is_counted order by p, n) as place from counted
    ), weighed as (
        select *, p * ($m / place) * $c as weighed from placed
    ), adjusted as (
        select *, least(1, min(weighed) over (partition by is_counted order by p desc)) as q from weighed
    ), ranked as (
        select *, count(number) over (partition by "check", value) as of,
            rank() over (partition by "check", value, number is null order by number) as rank,
            coalesce(p_value is not null and verdict = $departs and q > level, false) as falls_back
        from adjusted
    )
    select case when falls_back then $consistent else verdict end as verdict, falls_back, case when p_value is not null then q end as q_value,
        case when number is not null and of > 1 then rank end::integer as rank, case when number is not null and of > 1 then of end::integer as of
    from ranked order by n
) to '{output}' (format parquet, row_group_size {rows})
"""


def judge(answers: Path, output: Path, asked: Mapping[str, Mapping[str, Any]], known: Mapping[str, Check[Any, Any]], folder: Path) -> None:
    """Write verdict, q-value and rank of every answer, in the order of the answers: the same as `ask.adjusted` and `ask.ranked` give.

    What does not fit into memory goes into `folder` meanwhile.
    """
    import duckdb

    config: dict[str, Any] = {
        "memory_limit": MEMORY,
        "temp_directory": str(folder),
        "threads": 1,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(config=config) as connection:
        connection.execute("set enable_progress_bar = false")
        refused = Verdict.NOT_TESTED.value
        many = "select count(*) filter (p_value is not null or verdict = $refused) from read_parquet($answers)"
        (counted,) = connection.execute(many, {"refused": refused, "answers": str(answers)}).fetchone() or (0,)
        given = {
            "answers": str(answers), "refused": refused, "departs": Verdict.DEPARTS.value, "consistent": Verdict.CONSISTENT.value,
            "m": float(counted), "c": harmonic(counted),
        }  # fmt: skip
        connection.execute(JUDGED.format(number=_number(asked, known), level=_level(asked), output=str(output).replace("'", "''"), rows=ROWS), given)


def harmonic(count: int) -> float:
    """Return 1 + 1/2 + ... + 1/count: what Benjamini & Yekutieli (2001) multiply by, whatever the dependence."""
    import numpy as np

    return float(sum(np.sum(1 / np.arange(first, min(first + ROWS, count + 1))) for first in range(1, count + 1, ROWS)))


def _number(asked: Mapping[str, Mapping[str, Any]], known: Mapping[str, Check[Any, Any]]) -> str:
    """Return SQL for a number by which the most striking estimate comes first, as `ask.striking` counts; null where a check is not ranked."""
    ways = {"low": "estimate", "high": "-estimate", "ratio": "case when estimate > 0 then -abs(ln(estimate)) else '-infinity'::double end"}
    cases = [f"when '{name}' then {ways[known[name].extreme]}" for name in asked if known[name].extreme in ways]
    one = f'case "check" {" ".join(cases)} end' if cases else "null::double"
    return f"case when verdict = $refused or estimate is null then null else {one} end"


def _level(asked: Mapping[str, Mapping[str, Any]]) -> str:
    cases = " ".join(f"when '{name}' then {level_of(params)!r}" for name, params in asked.items())
    return f'case "check" {cases} else 0.01 end'
