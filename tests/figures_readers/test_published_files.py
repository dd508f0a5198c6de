"""Real files, read without a word, give the figures that were published."""

from __future__ import annotations

import pathlib

import numpy as np
import polars as pl

from counterwatch.figures.columns import Columns
from counterwatch.figures.read import read
from counterwatch.figures.table import Kind, Panel, Step


def panel(folder: pathlib.Path, name: str, columns: Columns | None = None) -> Panel:
    return read(folder / "data" / "figures" / name, name=name, columns=columns)[0]


def last(made: Panel, unit: str, value: str) -> float:
    return float(made.values[value][made.units.index(unit), -1])


def test_johns_hopkins_totals_of_the_united_states(shared: pathlib.Path) -> None:
    made = panel(shared, "jhu_global_daily.parquet")
    assert (made.step, str(made.times[0]), str(made.times[-1])) == (Step.DAY, "2020-01-22", "2023-03-09")
    assert made.cumulative == {"confirmed": True, "deaths": True}
    # The last day of the Johns Hopkins dashboard.
    assert (last(made, "US", "confirmed"), last(made, "US", "deaths")) == (103_802_702, 1_123_836)
    assert {"China · Hubei", "Australia · Victoria"} <= set(made.units)


def test_the_same_file_as_wide_text(shared: pathlib.Path) -> None:
    source = pl.read_parquet(shared / "data" / "figures" / "jhu_global_daily.parquet").filter(pl.col("kind") == "deaths")
    wide = source.with_columns(date=pl.col("date").dt.strftime("%-m/%-d/%y")).pivot(on="date", index=["province", "country"], values="cumulative")
    made, _ = read(wide.write_csv().encode(), name="time_series_deaths_global.csv", columns=Columns(unit="country", per=("province",)))
    long = panel(shared, "jhu_global_daily.parquet", Columns(where={"kind": "deaths"}, unit="country", per=("province",), value=("cumulative",)))
    assert np.array_equal(made.times, long.times)
    places = [made.units.index(each) for each in long.units]
    assert np.array_equal(made.values[""][places], long.values["cumulative"])


def test_the_centers_for_disease_control(shared: pathlib.Path) -> None:
    made = panel(shared, "us_states_cdc_daily.parquet")
    assert len(made.units) == 60
    assert made.cumulative == {"tot_cases": True, "new_case": False, "tot_death": True, "new_death": False}
    source = pl.read_parquet(shared / "data" / "figures" / "us_states_cdc_daily.parquet")
    assert {value: block.sum() for value, block in made.values.items()} == {value: source[value].sum() for value in made.values}


def test_gross_domestic_product_of_chinese_provinces(shared: pathlib.Path) -> None:
    made = panel(shared, "china_provincial_gdp.csv.gz")
    assert (made.step, len(made.units), made.kinds["gdp_100m_yuan"]) == (Step.YEAR, 32, Kind.AMOUNTS)
    assert made.cumulative == {"gdp_100m_yuan": False}
    # 121.02 trillion yuan in 2022 (National Bureau of Statistics).
    assert round(last(made, "中国", "gdp_100m_yuan") / 10_000, 2) == 121.02


def test_organ_donors_of_china(shared: pathlib.Path) -> None:
    made = panel(shared, "china_deceased_donors.csv")
    assert (made.step, made.kinds["donors"], made.cumulative["donors"]) == (Step.YEAR, Kind.COUNTS, False)
    # 24,112 donors from 2015 to 2019 (Global Times).
    assert made.values["donors"][0, 5:].sum() == 24_112


def test_precincts_of_allegheny_are_one_series(shared: pathlib.Path) -> None:
    made = panel(shared, "election_allegheny2020_precincts.csv.gz")
    assert (made.units, made.step) == (("election_allegheny2020_precincts",), Step.IRREGULAR)
    # The last row of the file is their total.
    assert {value: np.nansum(block) for value, block in made.values.items()} == {
        "registered": 942_851,
        "biden": 396_042,
        "trump": 267_838,
        "total": 674_247,
    }
    assert 'is left out: "Total:"' in str(made.problems[-1].message)


def test_stations_of_russia_are_in_their_regions(shared: pathlib.Path) -> None:
    made = panel(shared, "election_russia2018_stations.parquet")
    assert "Алтайский край" in made.units
    # 56,430,712 votes for the winner (Central Election Commission).
    assert np.nansum(made.values["leader"]) == 56_430_712


def test_every_shared_table_is_read(shared: pathlib.Path) -> None:
    for file in sorted((shared / "data" / "figures").iterdir()):
        if file.name != "README.md":
            assert panel(shared, file.name).values
