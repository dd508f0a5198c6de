"""Published numbers and ours, side by side, from the shared data.

    uv run python bench/figures_published.py FOLDER

FOLDER holds the files of `shared/data/figures`. Each line: what, as published, as computed here.
"""

from __future__ import annotations

import argparse
import pathlib
from collections.abc import Callable
from typing import Any

import counterwatch as cw
from counterwatch.api.claims import ask_claim
from counterwatch.core import Finding
from counterwatch.figures.columns import Columns
from counterwatch.figures.setup import Beside, Setup


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args().folder
    print(f"{'what':58} {'published':>24} {'here':>24}")
    for part in (stations, digits, jump, growth, donors, editions, provinces, sentence):
        for what, published, ours in part(folder):
            print(f"{what:58} {published:>24} {ours:>24}", flush=True)


def asked(file: pathlib.Path, check: str, **told: Any) -> list[Finding]:
    return list(cw.ask_figures(file, only=[check], **told))


def number(name: str, digits: int = 1) -> Callable[[Finding], str]:
    return lambda finding: f"{finding.numbers[name]:.{digits}f}"


def stations(folder: pathlib.Path) -> list[tuple[str, str, str]]:
    lines = []
    for year, published in ((2012, "1159.6"), (2018, "1708.8"), (2021, "1309.8")):
        (one,) = asked(folder / f"election_russia{year}_stations.parquet", "integer_percentages", options={"rule": "published"})
        assert one.estimate is not None
        lines.append((f"Russia {year}: stations with whole percentages beyond chance", published, f"{one.estimate.value:.1f}"))
    canada = asked(folder / "election_canada2011_precincts.parquet", "integer_percentages")
    lines.append(("Canada 2011: verdicts", "no departure", ", ".join(sorted({each.verdict for each in canada}))))
    return lines


def digits(folder: pathlib.Path) -> list[tuple[str, str, str]]:
    (towns,) = asked(folder / "benford_us_towns_2009.parquet", "benford_first")
    lines = [("US towns: first digit, chi-squared", "17.52", number("chi2", 2)(towns)), ("US towns: MAD", "0.003119", number("mad", 6)(towns))]
    for what, file in (("lakes", "benford_lake_perimeters.parquet"), ("Allegheny", "election_allegheny2020_precincts.csv.gz")):
        found = asked(folder / file, "benford_first")
        lines.append((f"{what}: verdicts of {len(found)} columns", "refused", ", ".join(sorted({each.verdict for each in found}))))
    return lines


def jump(folder: pathlib.Path) -> list[tuple[str, str, str]]:
    (senate,) = asked(folder / "rddensity_senate.csv", "bunching", options={"threshold": 0.0})
    return [("Senate margins: t, p", "-0.8753, 0.3814", f"{senate.numbers['t']:.4f}, {senate.p_value:.4f}")]


def growth(folder: pathlib.Path) -> list[tuple[str, str, str]]:
    columns = Columns(unit="country", time="year", value=("rgdpna",))
    found = {each.subject.partition(" · ")[0]: each for each in asked(folder / "pwt1001_subset.parquet", "smoothness", columns=columns)}
    china = found["China"]
    return [
        (
            "PWT, China among all its years (published 1992-2019: 41 of 181)",
            "unremarkable",
            f"{china.rank.position} of {china.rank.of}" if china.rank else "not ranked",
        )
    ]


def donors(folder: pathlib.Path) -> list[tuple[str, str, str]]:
    (one,) = asked(folder / "china_deceased_donors.csv", "parametric_curve")
    return [("donors 2010-2019: verdict (R2 alone never departs)", "not departs", str(one.verdict))]


def editions(folder: pathlib.Path) -> list[tuple[str, str, str]]:
    setup = Setup(vintage=(Beside(file=str(folder / "jhu_global_daily_vintage20201206.parquet")),))
    found = {each.subject: each for each in asked(folder / "jhu_global_daily.parquet", "revisions", setup=setup)}
    lines = []
    for country, published in (("Peru", "+148 %"), ("United Kingdom", "+31 %"), ("Austria", "+28 %"), ("Germany", "-1 %")):
        one = found.get(f"{country} · deaths")
        lines.append((f"JHU editions, deaths: {country}", published, "-" if one is None or one.estimate is None else f"{one.estimate.value:+.1%}"))
    return lines


def provinces(folder: pathlib.Path) -> list[tuple[str, str, str]]:
    found = asked(folder / "china_provincial_gdp.csv.gz", "hierarchy_sum", setup=Setup(total="中国"))
    return [(f"provinces against {each.subject}", "differ", str(each.verdict)) for each in found]


def sentence(_: pathlib.Path) -> list[tuple[str, str, str]]:
    (one,) = ask_claim("908 of 1219 is nearly 80 percent")
    return [("908 of 1,219", "nearly 80 percent", f"{100 * 908 / 1219:.1f} %, {one.verdict}")]


if __name__ == "__main__":
    main()
