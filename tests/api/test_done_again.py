"""A stored run is done again and compared: a change of input, parameter, output or code is always noticed."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest

import counterwatch as cw
from counterwatch.api.keys import signer
from counterwatch.api.verify import rerun_differences
from counterwatch.case import Signer
from counterwatch.core import Finding, Problem, Run, Template, Verdict, replace

PACKAGE = Path(cw.__file__).parent
SAID = Template("test.done_again.said", "something else")


@pytest.fixture(scope="module")
def founder() -> Signer:
    return signer()


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, founder: Signer) -> Path:
    folder = tmp_path_factory.mktemp("again")
    rng = np.random.default_rng(3)
    days = np.datetime64("2020-03-02") + np.arange(400)
    rows = [f"{unit},{day},{count}" for unit in ("甲", "乙") for day, count in zip(days, rng.negative_binomial(20, 0.05, 400), strict=True)]
    smooth = [f"丙,{day},{400 + number % 3}" for number, day in enumerate(days)]
    file = folder / "daily.csv"
    file.write_text("地区,日期,确诊\n" + "\n".join(rows + smooth) + "\n")
    made = cw.new_case(folder / "case", plain=True)
    cw.ask_figures(file, case=made.path)
    return made.path


def stored(case: Path) -> Run:
    return cw.open_case(case).runs()[-1].run


def changed_number(finding: Finding) -> Finding:
    return replace(finding, numbers={name: 1.0 if value is None else value * 1.001 + 1 for name, value in finding.numbers.items()} | {"n": 1.0})


CHANGES: dict[str, Callable[[Run], Run]] = {
    "p-value": lambda run: with_first(run, lambda f: replace(f, p_value=0.5 if f.p_value != 0.5 else 0.4)),
    "verdict": lambda run: with_first(run, lambda f: replace(f, verdict=next(each for each in Verdict if each is not f.verdict))),
    "statement": lambda run: with_first(run, lambda f: replace(f, statement=SAID())),
    "numbers": lambda run: with_first(run, changed_number),
    "a limit is gone": lambda run: with_first(run, lambda f: replace(f, limits=f.limits[1:])),
    "a step is gone": lambda run: with_first(run, lambda f: replace(f, steps=(*f.steps, SAID()))),
    "subject": lambda run: with_first(run, lambda f: replace(f, subject="somebody else")),
    "a finding is gone": lambda run: msgspec.structs.replace(run, findings=run.findings[1:]),
    "a finding was added": lambda run: msgspec.structs.replace(run, findings=(*run.findings, replace(run.findings[0], subject="one more"))),
    "parameter": lambda run: msgspec.structs.replace(run, asked=run.asked | {"figures.last_digit": {"smallest": 200, "alpha": 0.01}}),
    "how it was read": lambda run: msgspec.structs.replace(
        run, read_with=run.read_with | {"columns": run.read_with["columns"] | {"kind": "amounts"}}
    ),
    "code": lambda run: msgspec.structs.replace(run, code=run.code | {"counterwatch.figures.table": "0" * 64}),
    "problems": lambda run: msgspec.structs.replace(run, problems=(Problem(message=SAID()),)),
    "reader": lambda run: msgspec.structs.replace(run, reader="figures.xlsx"),
}


def with_first(run: Run, change: Callable[[Finding], Finding]) -> Run:
    """Change the first finding that says something: a check without a table to read has no limits that could be taken away."""
    place = next(number for number, each in enumerate(run.findings) if each.limits)
    return msgspec.structs.replace(run, findings=(*run.findings[:place], change(run.findings[place]), *run.findings[place + 1 :]))


def test_an_untouched_run_comes_out_the_same(case: Path) -> None:
    assert rerun_differences(cw.open_case(case), stored(case)) == []


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_noticed(case: Path, change: Callable[[Run], Run]) -> None:
    assert rerun_differences(cw.open_case(case), change(stored(case))) != []


def test_a_run_recorded_with_a_valid_signature_but_another_result_fails_level_3(case: Path, founder: Signer, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(case, tmp_path / "copy"))
    contents = {each.sha256: cw.open_case(copy).attachment(each.sha256) for f in stored(copy).findings for each in f.attachments}
    whole = [
        replace(f, attachments=tuple(msgspec.structs.replace(a, content=contents[a.sha256]) for a in f.attachments)) for f in stored(copy).findings
    ]
    told = msgspec.structs.replace(stored(copy), findings=(replace(whole[0], p_value=1e-9), *whole[1:]))
    with cw.open_case(copy).write("figures", signer=founder) as batch:
        batch.run(told)
    checked = cw.verify(copy, level=3)
    assert [level.outcome.value for level in checked.levels] == ["pass", "pass", "pass", "fail"]
    assert any("p_value was" in str(each.message) for each in checked.defects)


def modules_of(run: Run) -> list[str]:
    return sorted(name for name in run.code if name != "counterwatch")


def notices_changed_source(case: Path, module: str, folder: Path) -> bool:
    package = folder / "counterwatch"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    path = package.parent.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    path.write_text(path.read_text() + "\n# one more line\n")
    typed = [sys.executable, "-c", "import sys; from counterwatch.cli.main import main; main(sys.argv[1:])", "verify", str(case), "--rerun"]
    done = subprocess.run(typed, env={"PYTHONPATH": str(folder), "PATH": "", "LANG": "C.UTF-8"}, capture_output=True, text=True, check=False)
    return done.returncode == 4 and f"has changed since: {module}" in done.stdout


@pytest.mark.parametrize("module", ["counterwatch.stats.rolling", pytest.param("counterwatch.figures.checks.last_digit", marks=pytest.mark.slow)])
def test_a_changed_module_is_named(case: Path, module: str, tmp_path: Path) -> None:
    assert notices_changed_source(case, module, tmp_path)


@pytest.mark.slow
def test_any_changed_module_is_named(case: Path, tmp_path: Path) -> None:
    missed = [module for module in modules_of(stored(case)) if not notices_changed_source(case, module, tmp_path / module)]
    assert missed == []
