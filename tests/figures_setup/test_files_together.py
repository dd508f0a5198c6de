"""Files that stand beside each other become the shapes that checks read."""

from pathlib import Path

import numpy as np
import pytest

from counterwatch.core import WrongUsage
from counterwatch.figures.columns import Columns
from counterwatch.figures.setup import Against, Beside, Setup
from counterwatch.figures.shapes.hierarchy import Hierarchy
from counterwatch.figures.shapes.pairs import Pairs
from counterwatch.figures.shapes.together import beside
from counterwatch.figures.shapes.vintages import Vintages
from counterwatch.figures.table import Panel, Step
from counterwatch.figures.tables import Tables, tables_of

MAIN = "date,place,deaths\n2020-03-02,甲,10\n2020-03-03,甲,12\n2020-03-02,乙,3\n2020-03-03,乙,4\n2020-03-02,总计,13\n2020-03-03,总计,16\n"
OTHER = "date,place,deaths\n2020-03-03,丙,7\n2020-03-04,丙,9\n"


def read(tmp_path: Path, setup: Setup, *others: str) -> Tables:
    files = []
    for number, text in enumerate((MAIN, *others)):
        place = tmp_path / f"{number}.csv"
        place.write_text(text)
        files.append((place.name, place))
    return tables_of(files[0], files[1:], setup)


def test_a_file_alone_is_a_panel_and_says_what_is_lacking(tmp_path: Path) -> None:
    tables = read(tmp_path, Setup())
    assert Panel in tables.by_shape
    assert {Pairs, Vintages, Hierarchy}.isdisjoint(tables.by_shape)
    assert tables.lacking(Panel) is None
    assert "--against" in str(tables.lacking(Pairs))
    assert "--vintage" in str(tables.lacking(Vintages))
    assert "--total" in str(tables.lacking(Hierarchy))


def test_each_file_beside_it_makes_its_shape(tmp_path: Path) -> None:
    setup = Setup(against=Against(file="1.csv"), vintage=(Beside(file="2.csv"),), total="总计")
    tables = read(tmp_path, setup, OTHER, MAIN.replace("10", "9"))
    assert tables.by_shape[Pairs].second.units == ("丙",)
    assert tables.by_shape[Vintages].labels == ("2.csv", "0.csv")
    assert tables.by_shape[Hierarchy].parts == tuple(each for each in tables.by_shape[Panel].units if each != "总计")


def test_the_setup_that_is_kept_reads_the_same_tables_and_holds_no_path(tmp_path: Path) -> None:
    setup = Setup(against=Against(file=str(tmp_path / "1.csv")))
    first = read(tmp_path, setup, OTHER)
    again = read(tmp_path, first.setup, OTHER)
    assert str(tmp_path) not in repr(first.setup)
    assert again.setup == first.setup
    assert first.setup.columns != Columns()
    assert np.array_equal(again.by_shape[Panel].values["deaths"], first.by_shape[Panel].values["deaths"])


def test_a_total_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="no unit") as raised:
        read(tmp_path, Setup(total="合计"))
    assert "总计" in str(raised.value.hint)


def test_comparable_units_keep_their_days(tmp_path: Path) -> None:
    panel = read(tmp_path, Setup(panel=(Beside(file="1.csv"),)), OTHER).by_shape[Panel]
    row = panel.values["deaths"][panel.units.index("丙")]
    assert list(panel.times.astype(str)) == ["2020-03-02", "2020-03-03", "2020-03-04"]
    assert np.isnan(row[0])
    assert list(row[1:]) == [7, 9]


def test_units_of_one_name_in_both_files_stay_apart() -> None:
    one = Panel.one(name="甲", values=np.array([1.0, 2.0]))
    both = beside(one, Panel.one(name="甲", values=np.array([3.0, 4.0])))
    assert len(set(both.units)) == 2
    assert np.array_equal(both.values[""], [[1, 2], [3, 4]])


def test_a_running_total_beside_new_numbers_is_set_side_by_side_as_new_numbers() -> None:
    total = Panel(
        name="t", units=("甲",), times=Panel.one(name="x", values=np.zeros(3)).times, step=Step.DAY,
        values={"": np.array([[1.0, 3.0, 6.0]])}, kinds=Panel.one(name="x", values=np.zeros(1)).kinds, cumulative={"": True},
    )  # fmt: skip
    both = beside(total, Panel.one(name="乙", values=np.array([5.0, 5.0, 5.0])))
    assert list(both.flows("")[0][1:]) == [2, 3]
    assert list(both.flows("")[1]) == [5, 5, 5]


def test_other_steps_and_other_values_are_refused_by_name() -> None:
    daily = Panel.one(name="daily", values=np.zeros(3))
    with pytest.raises(WrongUsage, match="cannot be set beside"):
        beside(daily, Panel.one(name="yearly", values=np.zeros(3), step=Step.YEAR))
