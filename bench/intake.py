"""10,000 submissions encrypted by the program of a built form in Node and opened in Python: `uv run python bench/intake.py`.

Most are small; some hold attachments of a megabyte, a few of up to 20 MB. Each is compared with what went in; memory of both sides is printed.
The bar: none differs.
"""

from __future__ import annotations

import argparse
import pathlib
import random
import resource
import sys
import tempfile
import time
from collections import Counter

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tools"))

from counterwatch.case.age import new_key, public_of
from counterwatch.incidents.intake.form import make_form
from counterwatch.incidents.intake.limits import TAGS
from counterwatch.incidents.intake.record import Intake
from intake_submissions import build_of, encrypted, encrypting, expected, opened, submission

SIZES = ((20_000_000, 0.002), (8_000_000, 0.006), (1_000_000, 0.03), (30_000, 1.0))
"""The most bytes of attachments, and the share of submissions that have at most so many."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=8)
    asked = parser.parse_args()
    secret = new_key()
    form = make_form(Intake(id="0" * 32, secret=secret, recipient=public_of(secret)), languages=TAGS)
    rng, build, start = random.Random(asked.seed), build_of(form.page), time.monotonic()
    sizes: Counter[int] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        (file := pathlib.Path(folder) / "form.html").write_bytes(form.page)
        with encrypting(file) as running:
            for number in range(asked.count):
                most = next(most for most, share in SIZES if rng.random() < share)
                each = submission(rng, most_bytes=most)
                data = encrypted(running, each)
                told, contents = opened(data, secret)
                if told != expected(each, build) or contents != [content for _, content in each.files]:
                    raise SystemExit(f"submission {number} of seed {asked.seed} came out as another")
                sizes[len(data)] += 1
    print(f"{asked.count} submissions came out as they went in, {time.monotonic() - start:.0f} s")
    print("; ".join(f"{count} files of {size:,} bytes" for size, count in sorted(sizes.items())))
    for name, who in (("Python", resource.RUSAGE_SELF), ("Node", resource.RUSAGE_CHILDREN)):
        print(f"most memory of {name}: {resource.getrusage(who).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
