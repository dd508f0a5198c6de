"""Make the packaged slice of the JHU series: `uv run python tools/demo_data.py jhu_global_daily.parquet`.

The input is the long form of the JHU CSSE global time series with the columns province, country, date, cumulative and kind.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import polars as pl

FIRST, LAST, COUNTRIES = date(2020, 3, 1), date(2022, 1, 30), 80
PACKAGED = Path(__file__).parent.parent / "src" / "counterwatch" / "data" / "jhu_covid_daily.csv"


def main(source: str) -> None:
    daily = pl.read_parquet(source).with_columns(pl.col("date").cast(pl.Date))
    totals = daily.group_by("country", "date", "kind").agg(pl.col("cumulative").sum())
    wide = totals.pivot("kind", index=["country", "date"], values="cumulative").filter(pl.col("date").is_between(FIRST, LAST))
    most = wide.filter(pl.col("date") == LAST).sort("deaths", "country", descending=[True, False]).head(COUNTRIES)
    kept = wide.join(most.select("country"), on="country", how="semi").sort("country", "date")
    kept.select("country", "date", "confirmed", "deaths").write_csv(PACKAGED)


if __name__ == "__main__":
    main(sys.argv[1])
