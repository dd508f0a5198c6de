"""A file as plain lists of numbers: no time, sometimes the size of each unit, sometimes a target."""

from __future__ import annotations

import re

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterwatch.core import Template, WrongUsage
from counterwatch.figures.columns import Columns, Guess
from counterwatch.figures.reading.faults import Faults
from counterwatch.figures.reading.grid import Grid
from counterwatch.figures.reading.guess import COLUMNS_ARE, NO_COLUMN, kept, mapped, roles, with_year_and_month
from counterwatch.figures.reading.nature import is_total, kind_of
from counterwatch.figures.reading.numerals import numbers as numbers_in
from counterwatch.figures.shapes.numbers import Numbers

LIST = Template(
    "figures.lists.list",
    "no column holds dates: {column} is read as a list of {n} number",
    "no column holds dates: {column} is read as a list of {n} numbers",
)
SIZE = Template("figures.lists.size", "size of each unit: {column}")
TARGET = Template("figures.lists.target", "target of each number: {column}")
TOTALS_OUT = Template("figures.lists.totals_out", 'row {row:raw} of {name} is left out: "{unit}" seems to be a total of the other rows')

SIZES = re.compile(
    r"^(?:registered|electors?|electorate|eligible|voters?_?registered|pop(?:ulation)?|inhabitants|residents)\b|registered[ _]voters|population|"
    r"inhabitants|人口|選民|选民|有权者|有権者|居民|населен|избирател|inscrits|[ée]lecteurs|habitants|habitantes|poblaci[óo]n|electores|einwohner|"
    r"wahlberechtigte|eleitores|popula[çc][ãa]o|seçmen|nüfus|ناخب|السكان|جمعیت|نوپۇس|dân số|cử tri|ประชากร|མི་འབོར",
    re.IGNORECASE,
)
TARGETS = re.compile(
    r"^(?:target|goal|plan(?:ned)?|limit|ceiling|quota|threshold)\b|目标|目標|计划|計劃|指标值|цель|план|objectif|meta\b|ziel|hedef", re.IGNORECASE
)
OWN_FIELDS = ("size", "target")


def lists_of(grid: Grid, columns: Columns) -> Numbers | None:
    """Return the lists of a file without a column of times, or `None`."""
    said = {field: columns.map[field] for field in OWN_FIELDS if field in columns.map}
    for column in said.values():
        if column not in grid.frame.columns:
            raise WrongUsage(NO_COLUMN(column=column, name=grid.name), hint=COLUMNS_ARE(columns=", ".join(grid.frame.columns[:30])))
    rest = mapped(msgspec.structs.replace(columns, map={field: each for field, each in columns.map.items() if field not in OWN_FIELDS}))
    grid = with_year_and_month(kept(grid, rest.where), rest)
    known = roles(grid, rest)
    if known.layout != "long" or known.time is not None or grid.frame.is_empty():
        return None
    beside = _beside(known.values, said, chosen=bool(rest.value))
    faults = Faults(name=grid.name, notes=list(grid.problems), found=list(grid.bad))
    keep = _without_totals(grid, known.unit, faults)
    rows = grid.rows[keep]
    read = {
        each: numbers_in(grid.frame[each].filter(pl.Series(keep)), faults=faults, rows=rows, mark=rest.decimal, native=grid.native)
        for each in dict.fromkeys((*known.values, *beside.values()))
    }
    asked = [each for each in known.values if each not in beside.values()]
    values = {each: read[each].values for each in asked}
    told = [LIST(column=each, n=int(np.isfinite(block).sum())) for each, block in values.items()]
    told += [template(column=beside[field]) for field, template in (("size", SIZE), ("target", TARGET)) if field in beside]
    resolved = msgspec.structs.replace(rest, value=tuple(asked), map=beside)
    kinds = {each: kind_of(each, block[np.newaxis, :], rest.kind, percent=read[each].percent) for each, block in values.items()}
    return Numbers(
        name=grid.name, values=values, kinds=kinds,
        size=read[beside["size"]].values if "size" in beside else None, size_name=beside.get("size", ""),
        target=read[beside["target"]].values if "target" in beside else None, target_name=beside.get("target", ""),
        problems=faults.settle(skip=columns.skip_bad_rows), guess=Guess(columns=resolved, said=(*grid.said, *told)),
    )  # fmt: skip


def _beside(values: tuple[str, ...], said: dict[str, str], *, chosen: bool) -> dict[str, str]:
    """Return which column is the size and which the target: the user's word, or a name; never the only column, nor one that was asked for."""
    found = dict(said)
    for field, names in zip(OWN_FIELDS, (SIZES, TARGETS), strict=True):
        others = [each for each in values if each not in found.values()]
        fitting = next((each for each in others if names.search(each)), None)
        if field not in found and not chosen and len(others) > 1 and fitting is not None:
            found[field] = fitting
    return found


def _without_totals(grid: Grid, unit: tuple[str, ...], faults: Faults) -> NDArray[np.bool_]:
    """Leave out rows that hold the total of the others, and say so."""
    keep = np.ones(grid.frame.height, dtype=bool)
    for column in unit[:1]:
        for at, each in enumerate(grid.frame[column].cast(pl.String).fill_null("").to_list()):
            if is_total(each.strip()):
                keep[at] = False
                faults.note(TOTALS_OUT(row=int(grid.rows[at]), name=grid.name, unit=each.strip()), place=f"row {grid.rows[at]}")
    return keep
