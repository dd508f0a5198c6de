"""What stands beside a file of figures, from `figures.toml` and from the command line, which has the last word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec.structs import asdict as to_dict
from msgspec.structs import replace

from counterwatch.cli.terminal import say
from counterwatch.core import Template, WrongUsage
from counterwatch.figures.columns import Columns
from counterwatch.figures.declared import Declared
from counterwatch.figures.setup import Against, Beside, SetupFile
from counterwatch.figures.setup_file import read_setup, setup_beside
from counterwatch.figures.shapes.pairs import Relation

READ_SETUP = Template("cli.setup.read_setup", "what stands in {file} beside the data is taken as said; --no-setup leaves it unread")
RELATION_TO_WHAT = Template("cli.setup.relation_to_what", "--relation says what a second source is, and there is none")
NAME_SOURCE = Template("cli.setup.name_source", "name the second source with --against FILE")
SAY_WHERE = Template("cli.setup.say_where", "a declared method counts only with the document that declares it")
DOCUMENT = Template(
    "cli.setup.document", 'give both, such as --declared mean --declared-in "Ministry of Health, notes on the data, 1 April 2021, page 2"'
)
BESIDE = ("against", "relation", "vintage", "panel", "total", "part", "declared", "declared_in", "setup_file", "no_setup")


def setup_from(  # noqa: PLR0913 - one keyword for each option
    source: str,
    *,
    columns: Columns,
    against: str | None,
    relation: str | None,
    vintage: tuple[str, ...],
    panel: tuple[str, ...],
    total: str | None,
    part: tuple[str, ...],
    declared: str | None,
    declared_in: str | None,
    setup_file: Path | None,
    no_setup: bool,
) -> SetupFile:
    """Return what stands beside a file: what a `figures.toml` says, and over it what the user said."""
    place = setup_file or (None if no_setup else setup_beside(Path(source)))
    found = SetupFile() if place is None else within(read_setup(place), place.parent)
    if place is not None and setup_file is None:
        say(READ_SETUP(file=place.name))
    kept = {name: value for name, value in to_dict(columns).items() if value != getattr(Columns(), name)}
    changes: dict[str, Any] = {"columns": replace(found.columns, **kept)}
    if against or relation:
        if not against and found.against is None:
            raise WrongUsage(RELATION_TO_WHAT(), hint=NAME_SOURCE())
        second = Against(file=against) if against else found.against
        assert second is not None
        changes["against"] = replace(second, relation=Relation(relation)) if relation else second
    if bool(declared) != bool(declared_in):
        raise WrongUsage(SAY_WHERE(), hint=DOCUMENT())
    changes |= {"declared": Declared(method=declared, document=declared_in)} if declared and declared_in else {}
    changes |= {"vintage": tuple(Beside(file=each) for each in vintage)} if vintage else {}
    changes |= {"panel": tuple(Beside(file=each) for each in panel)} if panel else {}
    changes |= ({"total": total} if total else {}) | ({"parts": part} if part else {})
    return replace(found, **changes)


def within(setup: SetupFile, folder: Path) -> SetupFile:
    """Return a setup whose files are found from here."""

    def placed(each: Any) -> Any:
        return replace(each, file=str(folder / each.file))

    return replace(
        setup, against=placed(setup.against) if setup.against else None,
        vintage=tuple(map(placed, setup.vintage)), panel=tuple(map(placed, setup.panel)),
    )  # fmt: skip
