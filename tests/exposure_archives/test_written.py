"""The table beside a finding runs nothing in a spreadsheet, whatever a section of the export is called."""

import csv
import io

from counterwatch.exposure.archive import Event
from counterwatch.exposure.reveals.written import table


def test_a_section_that_is_called_like_a_formula_is_text() -> None:
    rows = [Event(reveals="login", locator=name, time=1_700_000_000_000, row=1) for name in ("=1+1", "+cmd", "-2", "@sum", "\ttab")]
    for each in rows:
        (_, told) = csv.reader(io.StringIO(table("sign-ins", [each]).content.decode()))
        assert told[-1].startswith(f"'{each.locator}")
