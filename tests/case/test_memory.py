"""How much memory a verification may take: people verify what others hand over on the laptop they have."""

import subprocess
import sys
from pathlib import Path

import pytest

from case_examples import SIGNER
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.core import Record

RECORDS, PER_BATCH, MOST_MEGABYTES = 100_000, 2_000, 400
TEXT = "seen at the border 车站, the passport was taken and returned "
CODE = """
import resource, sys
from counterwatch.case import verify
found = verify(sys.argv[1], level=2)
print(found.is_good, found.levels[2].count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="what getrusage counts differs between systems")
def test_a_hundred_thousand_records_are_verified_in_less_than_400_megabytes(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", plain=True, signer=SIGNER)
    records = CaseRecords(case, lambda: SIGNER)
    for first in range(0, RECORDS, PER_BATCH):
        numbers = range(first, first + PER_BATCH)
        records.append(Record(id=f"n{n}", kind="note", data={"text": f"{TEXT * 4}{n}"}, searchable=("text",)) for n in numbers)
    done = subprocess.run([sys.executable, "-c", CODE, str(case.path)], capture_output=True, text=True, check=True)
    is_good, count, megabytes = done.stdout.split()
    assert (is_good, int(count) >= RECORDS) == ("True", True)
    assert int(megabytes) < MOST_MEGABYTES
