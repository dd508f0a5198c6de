"""What published numbers are: counts, amounts or rates, and running totals or new amounts."""

from __future__ import annotations

import re

import numpy as np

from counterwatch.figures.table import Floats, Kind, Step

RUNNING = re.compile(r"cum|^tot|_tot(?:al)?\b|total|running|to_?date|累计|累計|累积|нараст|накоп|всего|kumul|acumul|insgesamt", re.IGNORECASE)
NEW = re.compile(r"\bnew|new_|daily|_new|weekly|新增|当日|當日|每日|прирост|nouveau|neu|diari", re.IGNORECASE)
RATE = re.compile(
    r"rate\b|ratio|percent|%|share|"
    r"per[ _](?:1|capita|cent|thousand|million|hundred)|proportion|index|率|比例|占比|百分|доля|процент|taux|anteil|tasa",
    re.IGNORECASE,
)
TOTALS = re.compile(
    r"(?:(?:grand |sub)?totals?|all|合计|合計|总计|總計|总数|小计|全国合计|итого|всего|gesamt|insgesamt|ensemble|toplam|jumlah|tổng)\s*[:：]?",
    re.IGNORECASE,
)


def is_total(unit: str) -> bool:
    """Say whether the name of a unit says that it is the total of others."""
    return bool(TOTALS.fullmatch(unit))


def kind_of(name: str, block: Floats, said: str | None, *, percent: bool) -> Kind:
    """Return what one value is: the user's word, percent signs, its name, then whether it has fractions."""
    if said is not None:
        return Kind(said)
    if percent or RATE.search(name):
        return Kind.RATES
    known = block[~np.isnan(block)]
    if (known == np.floor(known)).all():
        return Kind.COUNTS
    return Kind.RATES if len(known) >= 10 and known.min() >= 0 and known.max() <= 1 else Kind.AMOUNTS


def is_cumulative(name: str, block: Floats, step: Step, said: bool | None, *, timed: bool) -> bool:
    """Say whether one value is a running total: by its name if it nearly never falls, without a name only where it is daily or weekly."""
    if not timed:
        return bool(said)
    if said is not None or NEW.search(name):
        return bool(said)
    changes = _changes(block)
    if not len(changes) or not (changes > 0).any():
        return False
    rising = float(np.mean(changes >= 0))
    if RUNNING.search(name):
        return rising >= 0.9
    return step in (Step.DAY, Step.WEEK) and len(changes) >= 20 and rising >= 0.99


def _changes(block: Floats) -> Floats:
    """Return the changes from one published number of a unit to its next, in one row."""
    known = ~np.isnan(block)
    values, unit = block[known], np.nonzero(known)[0]
    changes: Floats = np.diff(values)[np.diff(unit) == 0]
    return changes
