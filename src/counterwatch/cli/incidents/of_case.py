"""The case of a command of `cw incidents`: named with `--case`, or the one the user stands in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from counterwatch.case import Case

case_option = click.option("--case", type=click.Path(path_type=Path), help="The case; else the one you are in.")


def the_case(named: Path | None) -> Case:
    """Open the case that was named, else the one that the working folder lies in."""
    from counterwatch.api.case import find_case, open_case

    return open_case(named or find_case() or ".")
