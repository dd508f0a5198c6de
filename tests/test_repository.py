"""Nothing of the machine it was written on is left in the repository."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest

HERE = pathlib.Path(__file__).resolve().parents[1]
# Spelled so that this file does not find itself.
MACHINE_PATH = re.compile(rb"(^|[^A-Za-z0-9_.~-])/(work|farm|home|Users)/[A-Za-z.]", re.MULTILINE)
PUBLIC_INDEX = re.compile(rb"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|proxy[.]golang|index[.]crates")
LARGEST = 5_000_000


def tracked() -> list[pathlib.Path]:
    if shutil.which("git") is None or not (HERE / ".git").exists():
        pytest.skip("this is not a clone: there is no list of tracked files")
    names = subprocess.run(["git", "ls-files", "-z"], cwd=HERE, capture_output=True, check=True).stdout.split(b"\0")
    return [path for name in names if name and (path := HERE / os.fsdecode(name)).is_file() and not path.is_symlink()]


def index_hosts() -> list[bytes]:
    """Return the hosts that this machine installs packages from, as its environment and settings name them."""
    settings = [
        pathlib.Path(each) for each in ("/etc/pip.conf", "~/.config/pip/pip.conf", "~/.pip/pip.conf", "~/.config/uv/uv.toml", "/etc/uv/uv.toml")
    ]
    texts = [value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_"))]
    texts += [path.expanduser().read_text() for path in settings if path.expanduser().is_file()]
    found = {match for text in texts for match in re.findall(r"https?://(?:[^/@\s]*@)?([^/:\s\"']+)", text)}
    return [host.encode() for host in sorted(found)]


def test_no_path_of_a_machine() -> None:
    assert [path.name for path in tracked() if path.suffix != ".svg" and MACHINE_PATH.search(path.read_bytes())] == []


def test_no_package_index_is_named() -> None:
    hosts = index_hosts()
    assert [path.name for path in tracked() if PUBLIC_INDEX.search(data := path.read_bytes()) or any(host in data for host in hosts)] == []


def test_no_lock_file_and_nothing_huge() -> None:
    files = tracked()
    assert [path.name for path in files if path.name == "uv.lock"] == []
    assert [path.name for path in files if path.stat().st_size > LARGEST] == []


@pytest.mark.parametrize("page", ["README.md", "SECURITY.md", "CONTRIBUTING.md"])
def test_links_lead_somewhere(page: str) -> None:
    targets = re.findall(r"\]\(([^)#:\s]+)\)", (HERE / page).read_text(encoding="utf-8"))
    assert [each for each in targets if not (HERE / each).exists()] == []


def test_the_readme_has_its_two_commands() -> None:
    text = (HERE / "README.md").read_text(encoding="utf-8")
    assert "```sh\npip install uv && uv run cw demo\nuv run pytest\n```" in text


def test_a_machine_path_would_be_seen() -> None:
    for folder in (b"work", b"home"):
        assert MACHINE_PATH.search(b"open('/" + folder + b"/someone/file')")
    assert not MACHINE_PATH.search(b"see docs/" + b"work/notes")
