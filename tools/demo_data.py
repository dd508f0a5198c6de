"""Make the packaged data: `uv run python tools/demo_data.py jhu_global_daily.parquet german_elections_2021.parquet`.

The first input is the long form of the JHU CSSE global time series with the columns province, country, date, cumulative and kind, the second
`german_elections` of the R package CooRTweet (MIT licence), whose publishers have put numbers in place of accounts, posts, links and pictures.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import polars as pl

FIRST, LAST, COUNTRIES = date(2020, 3, 1), date(2022, 1, 30), 80
DATA = Path(__file__).parent.parent / "src" / "counterwatch" / "data"


def figures(source: str) -> None:
    daily = pl.read_parquet(source).with_columns(pl.col("date").cast(pl.Date))
    totals = daily.group_by("country", "date", "kind").agg(pl.col("cumulative").sum())
    wide = totals.pivot("kind", index=["country", "date"], values="cumulative").filter(pl.col("date").is_between(FIRST, LAST))
    most = wide.filter(pl.col("date") == LAST).sort("deaths", "country", descending=[True, False]).head(COUNTRIES)
    kept = wide.join(most.select("country"), on="country", how="semi").sort("country", "date")
    kept.select("country", "date", "confirmed", "deaths").write_csv(DATA / "jhu_covid_daily.csv")


def posts(source: str) -> None:
    """Keep the posts that share a link, a hashtag or a picture, each row once, in the order of their times."""
    columns = ["account_id", "post_id", "timestamp", "url_id", "hashtag_id", "phash_id"]
    shared = pl.any_horizontal(pl.col("url_id", "hashtag_id", "phash_id").is_not_null())
    kept = pl.read_parquet(source).filter(shared).select(columns).unique().sort(*columns, nulls_last=True)
    kept.write_parquet(DATA / "german_elections_2021.parquet", compression="zstd", compression_level=19)


if __name__ == "__main__":
    figures(sys.argv[1])
    posts(sys.argv[2])
