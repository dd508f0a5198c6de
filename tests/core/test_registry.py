"""What a decorator registers is what users see; mistakes in a check are named where it is written."""

import pathlib
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Literal

import pytest

import counterwatch
from counterwatch.core import Finding, Template, Verdict, check, registry
from counterwatch.core.registry import Check, Option

SAID = Template("test_registry.said", "nothing to say")
FOLDERS = [path for kind in registry.KINDS for path in sorted(pathlib.Path(counterwatch.__file__).parent.glob(f"*/{kind}"))]


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Take out again what a test registers, so that the promises do not ask it."""
    registry.scan()
    before = dict(registry._CHECKS)
    yield
    registry._CHECKS.clear()
    registry._CHECKS.update(before)


def nothing(rng: Any) -> list[int]:
    return []


def registered(function: Any) -> Check[Any, Any]:
    return check(reads=list, cites="Somebody 1999", honest=nothing, planted=nothing)(function)


def test_keywords_become_options() -> None:
    def asks(table: list[int], *, smallest: int = 100, alpha: float = 0.01, rule: Literal["a", "b"] = "a", note: str | None = None) -> Finding:
        """Is there anything?

        More is said here.
        """
        return Finding(subject="x", verdict=Verdict.NOT_TESTED, statement=SAID())

    made = registered(asks)
    assert made.question == "Is there anything?"
    assert made.help.endswith("More is said here.")
    assert made.options == (
        Option(name="smallest", type=int, default=100),
        Option(name="alpha", type=float, default=0.01),
        Option(name="rule", type=str, default="a", choices=("a", "b")),
        Option(name="note", type=str, default=None),
    )
    finding = made([], alpha=0.05)
    assert finding.params == {"smallest": 100, "alpha": 0.05, "rule": "a", "note": None}
    assert finding.check == made.name
    assert {"counterwatch", "python", "code", "numpy", "scipy"} <= finding.software.keys()


def test_a_check_without_a_question_is_refused() -> None:
    def asks(table: list[int]) -> Finding:
        return Finding(subject="x", verdict=Verdict.NOT_TESTED, statement=SAID())

    with pytest.raises(TypeError, match="has no docstring"):
        registered(asks)


def test_an_option_that_no_command_line_can_give_is_refused() -> None:
    def asks(table: list[int], *, weights: list[int] = []) -> Finding:  # noqa: B006
        """Is there anything?"""
        return Finding(subject="x", verdict=Verdict.NOT_TESTED, statement=SAID())

    with pytest.raises(TypeError, match="option weights"):
        registered(asks)


@pytest.mark.parametrize("folder", FOLDERS, ids=[f"{path.parent.name}-{path.name}" for path in FOLDERS])
def test_every_file_in_a_scanned_folder_adds_something(folder: pathlib.Path) -> None:
    registry.scan()
    functions = [each.function for kind in (registry.checks(), registry.readers(), registry.formats()) for each in kind.values()]
    adding = {function.__module__ for function in functions}
    files = {f"counterwatch.{folder.parent.name}.{folder.name}.{path.stem}" for path in folder.glob("[!_]*.py")}
    assert files <= adding


def test_checks_can_be_asked_for_by_what_they_read() -> None:
    for made in registry.checks().values():
        assert made.name in registry.checks(made.reads)
    assert not registry.checks(type(None))


ALONE = """
import sys
from counterwatch.core import registry
from counterwatch.exposure.table import Watched
here = sorted(registry.checks(Watched))
assert "scipy" not in sys.modules, "checks of other rooms were loaded"
every = registry.checks()
tables = {each.reads for each in every.values()} | {each.makes for each in registry.readers().values()}
print(here == sorted(registry.checks(Watched)), len(tables))
"""


def test_the_checks_of_one_room_do_not_bring_the_libraries_of_others() -> None:
    said = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=True).stdout.split()
    assert said[0] == "True"
    assert int(said[1]) > 10


def test_whoever_asks_for_one_table_gets_all_that_know_it() -> None:
    """Only the room of a table is looked into: whoever reads or makes it stands there, and nowhere else."""
    known = [
        *((each.function, each.reads) for each in registry.checks().values()),
        *((each.function, each.makes) for each in registry.readers().values()),
    ]
    ours = [(function.__module__, table) for function, table in known if function.__module__.startswith("counterwatch.")]
    assert len(ours) > 50
    assert [module for module, table in ours if registry._room_of(table) not in ("", ".".join(module.split(".")[:2]))] == []
