import numpy as np
import pytest

from counterwatch.core import UnreadableEvidence, WrongUsage
from counterwatch.figures.columns import Columns
from counterwatch.figures.read import reader_for
from counterwatch.figures.reading.grids import grid_of
from counterwatch.figures.shapes.lists import lists_of
from counterwatch.figures.shapes.numbers import Numbers, numbers_of_panel
from counterwatch.figures.table import Kind, Panel

COUNTY = "县,人口,产值,计划\n" + "".join(f"县{row},{row * 1000},{row * 7.5},8\n" for row in range(1, 9)) + "合计,36000,270,64\n"


def read(text: str, **columns: object) -> Numbers | None:
    grid = grid_of(text.encode(), reader_for(text.encode(), name="list.csv"), name="list.csv", columns=Columns())
    assert grid is not None
    return lists_of(grid, Columns(**columns))  # type: ignore[arg-type]


def test_a_file_without_dates_is_lists_with_sizes_and_targets_found_by_name() -> None:
    found = read(COUNTY)
    assert found is not None
    assert list(found.values) == ["产值"]
    assert found.size is not None
    assert found.size.tolist() == [1000.0 * row for row in range(1, 9)]
    assert found.target is not None
    assert set(found.target) == {8.0}
    assert [str(each.message) for each in found.problems] == ['row 10 of list.csv is left out: "合计" seems to be a total of the other rows']
    assert [str(each) for each in found.guess.said][1:] == ["size of each unit: 人口", "target of each number: 计划"]


def test_what_was_guessed_reads_the_same_way_again() -> None:
    first = read(COUNTY)
    assert first is not None
    again = read(COUNTY, value=first.guess.columns.value, map=first.guess.columns.map)
    assert again is not None
    assert (list(again.values), again.size_name, again.target_name) == (["产值"], "人口", "计划")


@pytest.mark.parametrize("header", ["人口", "نوپۇس", "མི་འབོར", "Einwohner", "население"])
def test_the_only_column_of_numbers_is_asked_about_even_where_it_is_a_size(header: str) -> None:
    found = read(f"name,{header}\n" + "".join(f"a{row},{row * row}\n" for row in range(1, 20)))
    assert found is not None
    assert (list(found.values), found.size) == ([header], None)


def test_a_file_with_dates_is_not_a_list() -> None:
    assert read("date,cases\n2020-03-02,1\n2020-03-03,2\n") is None
    assert read("place,2019,2020,2021\na,1,2,3\nb,4,5,6\n") is None


def test_a_size_column_that_is_not_there_is_named() -> None:
    with pytest.raises(WrongUsage, match='there is no column "people"'):
        read(COUNTY, map={"size": "people"})


def test_a_letter_in_a_number_is_named_by_row_or_counted() -> None:
    text = "name,votes\n" + "".join(f"a{row},{row * 11}\n" for row in range(1, 9)) + "b,1O4\n"
    with pytest.raises(UnreadableEvidence, match="row 10"):
        read(text)
    found = read(text, skip_bad_rows=True)
    assert found is not None
    assert np.isnan(found.values["votes"][-1])
    assert len(found.problems) == 1


def test_digits_of_any_script_are_numbers() -> None:
    found = read("ناحىيە,ئاۋاز\n" + "".join(f"n{row},{str(row * 13).translate({48 + d: 0x660 + d for d in range(10)})}\n" for row in range(1, 9)))
    assert found is not None
    assert next(iter(found.values.values())).tolist() == [13.0 * row for row in range(1, 9)]


def test_a_panel_becomes_its_new_amounts_without_zeros_and_gaps() -> None:
    panel = Panel.many(name="two", values=np.array([[1, 4, 4, 9], [0, 2, np.nan, 7]]))
    assert numbers_of_panel(panel).values[""].tolist() == [1, 4, 4, 9, 2, 7]
    running = Panel(
        name="sum", units=panel.units, times=panel.times, step=panel.step, values=panel.values, kinds={"": Kind.COUNTS}, cumulative={"": True}
    )  # fmt: skip
    assert numbers_of_panel(running).values[""].tolist() == [3, 5, 2]
