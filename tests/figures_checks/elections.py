"""Real elections by polling station, from files whose licence forbids shipping them."""

import pathlib

import numpy as np
import polars as pl

from counterwatch.figures.shapes.stations import Stations

RUSSIA = {2012: 1159.6, 2018: 1708.8, 2021: 1309.8}
"""Stations with a whole percentage beyond chance, as published (dkobak/elections)."""


def russia(shared: pathlib.Path, year: int) -> Stations:
    table = pl.read_parquet(shared / "data" / "figures" / f"election_russia{year}_stations.parquet")
    regions, codes = np.unique(table["region"].cast(pl.String).to_numpy(), return_inverse=True)
    lists = {name: table[name].cast(pl.Float64).to_numpy() for name in ("registered", "given", "received", "leader")}
    return Stations(
        name=f"Russia {year}", registered=lists["registered"], given=lists["given"], received=lists["received"], votes={"leader": lists["leader"]},
        region=codes.astype(np.int64), regions=tuple(map(str, regions)),
    )  # fmt: skip


def canada(shared: pathlib.Path) -> Stations:
    table = pl.read_parquet(shared / "data" / "figures" / "election_canada2011_precincts.parquet").cast(pl.Float64)
    ballots = table["turnout_ballots"].to_numpy()
    return Stations(
        name="Canada 2011",
        registered=table["registered"].to_numpy(),
        given=ballots,
        received=ballots,
        votes={"leader": table["leader_votes"].to_numpy()},
    )
