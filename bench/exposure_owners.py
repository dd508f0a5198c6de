"""How long a million lookups of owners take, and the reading of the table: `uv run python bench/exposure_owners.py`."""

import itertools
import time

from counterwatch.exposure.owners.lookup import owners
from counterwatch.exposure.owners.table import packaged
from counterwatch.exposure.table import Endpoint

LOOKUPS = 1_000_000


def main() -> None:
    start = time.process_time()
    owner_of = owners()
    print(f"reading {len(packaged()):,} rows: {time.process_time() - start:.3f} s")
    hosts = itertools.cycle([*packaged(), *(f"no-{number}.owner.example" for number in range(len(packaged())))])
    endpoints = [Endpoint(host=f"h{number}.a.{host}") for number, host in zip(range(LOOKUPS), hosts, strict=False)]
    start = time.process_time()
    known = sum(bool(owner_of(each).name) for each in endpoints)
    seconds = time.process_time() - start
    print(f"{LOOKUPS:,} lookups of different hosts, {known:,} of them with an owner: {seconds:.2f} s ({LOOKUPS / seconds:,.0f} a second)")


if __name__ == "__main__":
    main()
