"""The hash of a check's code covers the files that it runs, and no others."""

import pathlib

import pytest

from counterwatch.core.software import code_of, software_of


@pytest.fixture
def package(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a package in which `question` imports `numbers`, which imports `deep.root`; `unrelated` stands by."""
    name = f"package_{tmp_path.name.replace('-', '_')}"
    folder = tmp_path / name
    (folder / "deep").mkdir(parents=True)
    (folder / "__init__.py").write_text('"""A package."""\n')
    (folder / "deep" / "__init__.py").write_text("")
    (folder / "deep" / "root.py").write_text("import json\nHALF = 0.5\n")
    (folder / "numbers.py").write_text("def f():\n    from .deep import root\n    return root.HALF\n")
    (folder / "question.py").write_text(f"from {name} import numbers\nfrom counterwatch.core import canonical\n")
    (folder / "unrelated.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    code_of.cache_clear()
    return name


def test_the_closure_holds_what_is_imported_however_late_and_deep(package: str) -> None:
    found = code_of(f"{package}.question")
    own = {name.removeprefix(f"{package}.") for name in found if name.startswith(f"{package}.")}
    assert own == {"question", "numbers", "deep", "deep.root"}
    assert package in found
    assert {"counterwatch", "counterwatch.core", "counterwatch.core.canonical"} <= found.keys()
    assert not {"json", "msgspec"} & found.keys()


@pytest.mark.parametrize(("file", "noticed"), [("question", True), ("numbers", True), ("deep/root", True), ("__init__", True), ("unrelated", False)])
def test_a_changed_file_is_noticed_when_it_takes_part(package: str, tmp_path: pathlib.Path, file: str, noticed: bool) -> None:
    before = code_of(f"{package}.question")
    with (tmp_path / package / f"{file}.py").open("a") as changed:
        changed.write("\n")
    code_of.cache_clear()
    assert (code_of(f"{package}.question") != before) is noticed


def test_our_own_version_and_the_libraries_are_stated() -> None:
    stated = software_of("counterwatch.core.finding", ("numpy",))
    assert stated.keys() == {"counterwatch", "python", "code", "numpy"}
    assert len(stated["code"]) == 64
