"""What every test gets: no network, a home of its own, modest property tests, and the shared data where there is any."""

import os
import pathlib
import shutil

import hypothesis
import pytest

HERE = pathlib.Path(__file__).resolve().parent

hypothesis.settings.register_profile("default", max_examples=50, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")

os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(HERE / "offline"), os.environ.get("PYTHONPATH", "")]))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if any(shutil.which(name) for name in ("chromium", "chromium-browser")):
        return
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="there is no Chromium here (apt-get install chromium)"))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name long bytes by what they are for: what is packed with a time in it is other bytes, and as many or not, in each worker."""
    return argname if isinstance(val, bytes) and len(val) > 16 else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured: error rates on honest data, shares of planted data seen."""
    passed = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    for name, value in sorted({(str(name), str(value)) for report in passed for name, value in report.user_properties}):
        terminalreporter.write_line(f"{name}: {value}")


@pytest.fixture(scope="session")
def shared() -> pathlib.Path:
    folder = pathlib.Path(os.environ.get("COUNTERWATCH_SHARED", pathlib.Path(__file__).resolve().parents[2] / "shared"))
    if not folder.is_dir():
        pytest.skip("the shared data folder is not here; set COUNTERWATCH_SHARED")
    return folder


@pytest.fixture(scope="session", autouse=True)
def home_of_the_session(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep fixtures of a module or session, too, out of the user's own settings and keys."""
    os.environ["COUNTERWATCH_HOME"] = str(tmp_path_factory.mktemp("home"))


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Return the folder for settings and keys that belongs to this test alone."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("COUNTERWATCH_HOME", str(folder))
    return folder
