"""«Ten ways such tests mislead» shows what happens: every number on the page is measured again."""

import re
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"
SHOWN = re.compile(r"^```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def test_every_way_on_the_page_happens_as_it_says() -> None:
    typed = [sys.executable, str(DOCS / "examples/ten-ways/measure.py")]
    measured = subprocess.run(typed, capture_output=True, check=True, text=True, timeout=300).stdout
    assert "".join(SHOWN.findall((DOCS / "guide/ten-ways.md").read_text())) == measured
    assert len(re.findall(r"^\d+\. ", measured, re.MULTILINE)) == 10
