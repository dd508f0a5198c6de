"""Write the invented files of the guide «A second file beside the data»: `uv run python docs/examples/beside-the-data/make.py FOLDER`.

Five provinces report hospital admissions every day, and a registry counts about 70 % of the same people on its own. From 2024 on somebody
in the South leaves out four in ten and types the last digits. The numbers are made by chance, always the same; no country is meant.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PROVINCES = ("North", "South", "East", "West", "Centre")
LEVELS = (260, 420, 300, 520, 700)
WEEK = np.array([1.05, 1.05, 1.0, 1.0, 1.0, 0.95, 0.95])
TYPED = np.array([0.01, 0.08, 0.11, 0.19, 0.10, 0.02, 0.13, 0.21, 0.10, 0.05])
CHANGE = np.datetime64("2024-01-01")
DAYS = np.arange(np.datetime64("2023-01-01"), np.datetime64("2025-01-01"))
SETUP = """\
declared = {method = "counted", document = "Health office, notes on the data, 2 January 2025, page 1", quote = "admissions of the day"}

[columns]
unit = "province"
time = "date"
value = ["admissions"]

[against]
file = "registry.csv"
relation = "same"

[[vintage]]
file = "admissions-2024-06.csv"
"""

Counts = NDArray[np.int64]


def published(rng: np.random.Generator) -> tuple[Counts, Counts]:
    """Return what the office publishes and what the registry counts, a row for each province."""
    wave = np.exp(0.3 * np.sin(2 * np.pi * np.arange(len(DAYS)) / 365.25))
    events = rng.negative_binomial(60, 60 / (60 + np.array(LEVELS)[:, np.newaxis] * wave))
    office = rng.poisson(events * WEEK[np.arange(len(DAYS)) % 7])
    later, south = DAYS >= CHANGE, PROVINCES.index("South")
    fewer = rng.binomial(office[south], 0.6) // 10 * 10 + rng.choice(10, len(DAYS), p=TYPED)
    office[south] = np.where(later, fewer, office[south])
    return office, rng.binomial(events, 0.7)


def table(values: Counts, days: NDArray[np.datetime64], units: tuple[str, ...]) -> str:
    """Return a CSV with a row for each province and day."""
    rows = (f"{unit},{day},{value}" for unit, line in zip(units, values, strict=True) for day, value in zip(days, line, strict=True))
    return "province,date,admissions\n" + "\n".join(rows) + "\n"


def main(folder: Path) -> None:
    """Write the data, what stands beside them and the `figures.toml` that says so."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20)
    office, registry = published(rng)
    june = np.datetime64("2024-06-01") > DAYS
    earlier = np.where(DAYS[june] >= np.datetime64("2024-05-01"), rng.binomial(office[:, june], 0.9), office[:, june])
    harbour = rng.negative_binomial(60, 60 / (60 + 380 * np.ones((1, len(DAYS)))))
    files = {
        "admissions.csv": table(np.vstack([office, office.sum(axis=0)]), DAYS, (*PROVINCES, "All")),
        "registry.csv": table(registry, DAYS, PROVINCES),
        "admissions-2024-06.csv": table(earlier, DAYS[june], PROVINCES),
        "harbour.csv": table(harbour, DAYS, ("Harbour",)),
        "figures.toml": SETUP,
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
