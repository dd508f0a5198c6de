"""From a grid to reported summaries: columns found by their names, cells kept as they were written."""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec
import polars as pl

from counterwatch.core import Problem, Template, WrongUsage
from counterwatch.figures.columns import Columns, Guess
from counterwatch.figures.reading.faults import Faults, shown
from counterwatch.figures.reading.grid import Grid
from counterwatch.figures.reading.guess import COLUMNS_ARE, NO_COLUMN, kept
from counterwatch.figures.reading.written import is_missing, plain_text
from counterwatch.figures.shapes.summaries import Summary

NAMES = {
    "n": r"n|n\.|nb?|sample[ _]?size|count|respondents|effectif|taille|人数|人數|样本量|樣本量|样本数|樣本數|例数|例數",
    "mean": r"m|mean|average|avg|moyenne|均值|平均|平均值|平均数|平均數",
    "sd": r"sd|s\.d\.|std|std\.? ?dev\.?|standard[ _]deviation|[ée]cart[ -]type|标准差|標準差|标准偏差|標準偏差",
    "percent": r"%|percent|percentage|pct|per cent|pourcentage|part|百分比|百分率|占比|比例",
    "items": r"items|questions|n_items|项目数|項目數|题数|題數",
    "binary": r"binary|yes/no|0/1|binaire|二元|是否",
}
ROLES = Template("figures.summaries.roles", "reported summaries: {roles}")
ROLE = Template("figures.summaries.role", "{field}: {column}")
NOT_WHOLE = Template("figures.summaries.not_whole", 'cannot read row {row:raw} of {name}: "{text}" in {column} is no whole number above zero')
NOT_PLAIN = Template("figures.summaries.not_plain", 'cannot read row {row:raw} of {name}: "{text}" in {column} is no plain decimal number')
NOT_WRITTEN = Template(
    "figures.summaries.not_written",
    "{name} stores numbers, not how they were written, so zeros at the end are lost; give the table as text (CSV) for a sharper answer",
)
YES = frozenset({"1", "yes", "true", "y", "oui", "vrai", "是", "x"})
LARGEST = 10**9
NUMBER = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,12})?")

Roles = dict[str, str]


def roles_of(grid: Grid, columns: Columns) -> Roles | None:
    """Return the column of each field: the user's word, or its name; `None` where the file is not of this shape."""
    said = {field: column for field, column in columns.map.items() if field in NAMES}
    for column in said.values():
        if column not in grid.frame.columns:
            raise WrongUsage(NO_COLUMN(column=column, name=grid.name), hint=COLUMNS_ARE(columns=", ".join(grid.frame.columns[:30])))
    found = dict(said)
    for field, names in NAMES.items():
        fitting = (each for each in grid.frame.columns if re.fullmatch(names, each.strip(), re.IGNORECASE) and each not in found.values())
        if field not in found and (fits := next(fitting, "")):
            found[field] = fits
    return found if "n" in found and ("mean" in found or "percent" in found) else None


def lines_of(grid: Grid, roles: Roles, columns: Columns) -> tuple[tuple[Summary, ...], tuple[Problem, ...], Guess]:
    """Return one summary per row; a row that cannot be read is named, or counted where the user asked for that."""
    grid = kept(grid, columns.where)
    faults = Faults(name=grid.name, notes=list(grid.problems), found=list(grid.bad))
    if grid.native or any(grid.frame[each].dtype != pl.String for each in roles.values()):
        faults.note(NOT_WRITTEN(name=grid.name))
    named = [each for each in ((columns.unit,) if columns.unit else grid.frame.columns) if each not in roles.values()][:2]
    cells = {each: grid.frame[each].cast(pl.String).fill_null("").to_list() for each in (*roles.values(), *named)}
    lines = []
    for at, row in enumerate(grid.rows.tolist()):
        line = _line({field: cells[column][at] for field, column in roles.items()}, roles, faults, int(row))
        if line is not None:
            subject = " · ".join(each for each in (cells[name][at].strip() for name in named) if each) or f"row {row}"
            lines.append(replace(line, subject=subject, place=f"row {row}"))
    resolved = msgspec.structs.replace(columns, map=roles)
    told = ", ".join(str(ROLE(field=field, column=column)) for field, column in roles.items())
    return tuple(lines), faults.settle(skip=columns.skip_bad_rows), Guess(columns=resolved, said=(*grid.said, ROLES(roles=told)))


def _line(cells: dict[str, str], roles: Roles, faults: Faults, row: int) -> Summary | None:
    if all(is_missing(cells[field]) for field in ("mean", "percent", "n") if field in cells):
        return None
    numbers: dict[str, str] = {}
    for field in ("mean", "sd", "percent"):
        text = plain_text(cells.get(field, "")).removesuffix("%").strip()
        if is_missing(text):
            continue
        if not NUMBER.fullmatch(text):
            faults.bad(row, NOT_PLAIN(row=row, name=faults.name, text=shown(cells[field]), column=roles[field]))
            return None
        numbers[field] = text.replace(",", ".")
    whole: dict[str, int] = {}
    for field in ("n", "items"):
        text = plain_text(cells.get(field, "") or ("1" if field == "items" else ""))
        digits = re.sub(r"(?<=[0-9])[ ,'](?=[0-9]{3}(?![0-9]))", "", text)
        if not re.fullmatch(r"[0-9]{1,10}", digits) or not 0 < int(digits) <= LARGEST:
            faults.bad(row, NOT_WHOLE(row=row, name=faults.name, text=shown(cells.get(field, "")), column=roles.get(field, field)))
            return None
        whole[field] = int(digits)
    return Summary(subject="", binary=cells.get("binary", "").strip().casefold() in YES, **numbers, **whole)  # type: ignore[arg-type]
