"""`figures.toml` says what stands beside the data; what it must not do is refused by name."""

from pathlib import Path

import pytest

from counterwatch.core import WrongUsage
from counterwatch.figures.columns import Columns
from counterwatch.figures.declared import Declared
from counterwatch.figures.setup import Against, Beside
from counterwatch.figures.setup_file import LARGEST, read_setup, setup_beside
from counterwatch.figures.shapes.pairs import Relation

FULL = """
total = "中国"
only = ["last_digit"]
[columns]
unit = "省"
value = ["死亡"]
[against]
file = "who.csv"
relation = "all-deaths"
[against.columns]
unit = "Country"
[[vintage]]
file = "2020-12-06.csv"
[declared]
method = "mean"
document = "国家卫健委, 2021-04-01, 第3页"
[options]
smallest = 200
"""


def written(folder: Path, text: str | bytes) -> Path:
    place = folder / "figures.toml"
    place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return place


def test_everything_that_can_be_said_is_read(tmp_path: Path) -> None:
    setup = read_setup(written(tmp_path, FULL))
    assert setup.columns == Columns(unit="省", value=("死亡",))
    assert setup.against == Against(file="who.csv", relation=Relation.ALL_DEATHS, columns=Columns(unit="Country"))
    assert setup.vintage == (Beside(file="2020-12-06.csv"),)
    assert (setup.total, setup.only, setup.options) == ("中国", ("last_digit",), {"smallest": 200})
    assert setup.declared == Declared(method="mean", document="国家卫健委, 2021-04-01, 第3页")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("total = ", "is not TOML"),
        (b"\xff\xfe\x00t", "is not TOML"),
        ("totl = 'x'", "totl"),
        ("total = 3", "total"),
        ("[declared]\nmethod = 'mean'", "document"),
        ("[against]\nfile = 'a.csv'\nrelation = 'enemy'", "enemy"),
        ("[" * 50_000, "is not TOML"),
        ("a = '" + "x" * LARGEST + "'", "is not TOML"),
    ],
)
def test_what_is_not_understood_is_named(tmp_path: Path, text: str | bytes, says: str) -> None:
    with pytest.raises(WrongUsage) as raised:
        read_setup(written(tmp_path, text))
    assert says in str(raised.value.message)
    assert raised.value.hint is not None


@pytest.mark.parametrize("other", ["../secret.csv", "/etc/passwd", "link.csv", "inner/../../secret.csv"])
def test_data_from_elsewhere_cannot_make_us_read_another_folder(tmp_path: Path, other: str) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (tmp_path / "secret.csv").write_text("a,b\n")
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(WrongUsage, match="outside its own folder"):
        read_setup(written(folder, f'[against]\nfile = "{other}"\n'))


def test_it_is_found_beside_a_file_and_nowhere_else(tmp_path: Path) -> None:
    data, deeper = tmp_path / "data.csv", tmp_path / "deeper"
    deeper.mkdir()
    data.touch()
    (deeper / "data.csv").touch()
    place = written(tmp_path, FULL)
    assert setup_beside(data) == place
    assert setup_beside(deeper / "data.csv") is None
    assert setup_beside(tmp_path / "evidence that is only in a case") is None
