import io
import pathlib
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterwatch.core import UnreadableEvidence, WrongUsage
from counterwatch.figures.checks.integer_percentages import integer_percentages
from counterwatch.figures.columns import Columns
from counterwatch.figures.read import reader_for
from counterwatch.figures.reading.grids import grid_of
from counterwatch.figures.shapes.stations import Stations, stations_of


def read(data: bytes, name: str = "file.csv", **how: Any) -> Stations | None:
    columns = Columns(**how)
    grid = grid_of(data, reader_for(data, name=name), name=name, columns=columns)
    assert grid is not None
    return stations_of(grid, columns)


def table(text: str, **how: Any) -> Stations:
    found = read(text.encode(), **how)
    assert found is not None
    return found


ENGLISH = """Region,Polling station,Registered voters,Ballots issued,Ballots cast,Green,Blue
North,1,1000,610,600,350,240
North,2,800,400,399,200,190
South,3,1200,700,700,100,580
"""
RUSSIAN = """Регион;УИК;Число избирателей, внесенных в список;Число бюллетеней, полученных комиссией;Число бюллетеней, выданных досрочно;\
Число бюллетеней, выданных в помещении;Число бюллетеней, выданных вне помещения;Число бюллетеней в переносных ящиках;\
Число бюллетеней в стационарных ящиках;Число недействительных бюллетеней;Число действительных бюллетеней;Иванов;Петров
Алтайский край;УИК №1;1000;900;5;500;95;100;498;8;590;400;190
Алтайский край;УИК №2;800;700;0;300;50;50;300;5;345;200;145
"""
TAIWAN = """縣市,投票所,選舉人數,投票數,有效票,無效票,甲,乙
臺北市,0001,1500,1100,1080,20,600,480
臺北市,0002,1400,1000,990,10,500,490
花蓮縣,0003,900,500,495,5,200,295
"""
FRENCH = """Département,Bureau de vote,Inscrits,Votants,Blancs,Nuls,Exprimés,Liste A,Liste B
Ain,0001,1024,600,10,5,585,300,285
Ain,0002,"1 100",650,12,6,632,332,300
"""


@pytest.mark.parametrize(
    ("text", "registered", "given", "received", "votes", "regions"),
    [
        (ENGLISH, [1000, 800, 1200], [610, 400, 700], [600, 399, 700], {"Green", "Blue"}, ("North", "South")),
        (RUSSIAN, [1000, 800], [600, 350], [598, 350], {"Иванов", "Петров"}, ("Алтайский край",)),
        (TAIWAN, [1500, 1400, 900], None, [1100, 1000, 500], {"甲", "乙"}, ("臺北市", "花蓮縣")),
        (FRENCH, [1024, 1100], None, [600, 650], {"Liste A", "Liste B"}, ("Ain",)),
    ],
)
def test_columns_are_known_by_their_names_in_many_languages(
    text: str, registered: list[int], given: list[int] | None, received: list[int], votes: set[str], regions: tuple[str, ...]
) -> None:
    found = table(text)
    assert found.registered.tolist() == registered
    assert (found.given is None) == (given is None)
    assert given is None or np.asarray(found.given).tolist() == given
    assert np.asarray(found.received).tolist() == received
    assert set(found.votes) == votes
    assert set(found.regions) == set(regions)


def test_any_names_can_be_mapped_and_are_read_the_same_way_again() -> None:
    text = "ཁུལ,ཐོ་འགོད,འོས་ཤོག,ཀ,ཁ\nལྷ་ས,900,500,300,200\nགཞིས་ཀ་རྩེ,800,400,100,300\n"
    assert read(text.encode()) is None
    found = table(text, map={"registered": "ཐོ་འགོད", "received": "འོས་ཤོག", "votes": "ཀ,ཁ", "region": "ཁུལ"})
    assert found.leader == "ཁ"
    assert set(found.regions) == {"ལྷ་ས", "གཞིས་ཀ་རྩེ"}
    again = table(text, map=found.guess.columns.map)
    assert again.registered.tolist() == found.registered.tolist()
    assert {party: block.tolist() for party, block in again.votes.items()} == {party: block.tolist() for party, block in found.votes.items()}


@pytest.mark.parametrize(
    "text",
    [
        "date,place,cases\n2020-03-02,武汉,1\n2020-03-03,武汉,2\n",
        "town,population\nA,100\nB,200\n",
        "region,turnout,share\nA,50.1,30.2\nB,49.9,31.0\n",
    ],
)
def test_other_files_are_not_taken_for_stations(text: str) -> None:
    assert read(text.encode()) is None


def test_the_russian_and_canadian_files_are_recognised(shared: pathlib.Path) -> None:
    for file, stations in (("russia2018_stations", 97699), ("canada2011_precincts", 66111)):
        data = (shared / "data" / "figures" / f"election_{file}.parquet").read_bytes()
        found = read(data, f"{file}.parquet", skip_bad_rows=True)
        assert found is not None
        assert len(found.registered) == stations
        assert found.leader in ("leader", "leader_votes")


def test_a_fraction_of_a_person_is_named_by_row_and_column() -> None:
    with pytest.raises(UnreadableEvidence, match=r'row 3 of file.csv: "399.5" in Ballots cast is no whole number'):
        table(ENGLISH.replace("399", "399.5"))
    with pytest.raises(UnreadableEvidence, match=r'row 3 of file.csv: "-400" in Ballots issued is below zero'):
        table(ENGLISH.replace(",400,", ",-400,"))


def test_bad_rows_are_counted_where_they_are_skipped() -> None:
    found = table(ENGLISH.replace("399", "39O"), skip_bad_rows=True)
    assert np.isnan(np.asarray(found.received)[1])
    assert [each.place for each in found.problems] == ["row 3"]


def test_more_ballots_than_voters_are_told_and_kept() -> None:
    found = table(ENGLISH.replace("1200,700", "600,700"))
    assert len(found.registered) == 3
    assert [str(each.message) for each in found.problems] == ["in 1 station Ballots issued is larger than Registered voters; checks leave it out"]
    assert found.usable().tolist() == [True, True, False]


def test_totals_among_the_stations_are_left_out_and_counted() -> None:
    found = table(ENGLISH + "Total,,3000,1710,1699,650,1010\n")
    assert len(found.registered) == 3
    assert "1 row is left out" in str(found.problems[0].message)


def test_a_field_that_stations_do_not_have_is_refused_with_those_they_have() -> None:
    with pytest.raises(WrongUsage, match="no field of polling stations"):
        table(ENGLISH, map={"registered": "Registered voters", "votes": "Green", "unit": "Region"})
    with pytest.raises(WrongUsage, match="no column"):
        table(ENGLISH, map={"registered": "Voters"})
    with pytest.raises(WrongUsage, match="lacks a column for votes"):
        table("a,b\n1,2\n", map={"registered": "a", "received": "b"})


def test_a_file_becomes_a_finding_that_names_its_columns() -> None:
    rng = np.random.default_rng(1)
    size = rng.integers(500, 2500, 900)
    ballots = rng.binomial(size, 0.55)
    rows = pl.DataFrame({"地區": ["རྫོང་"] * 900, "登記人數": size, "投票數": ballots, "甲": rng.binomial(ballots, 0.4)})
    file = io.BytesIO()
    rows.write_csv(file)
    found = read(file.getvalue(), "选举.csv")
    assert found is not None
    assert [each.subject for each in integer_percentages(found)] == ["选举.csv · 投票數 / 登記人數", "选举.csv · 甲 / 投票數"]


CELLS = st.one_of(st.integers(-2, 3000).map(str), st.sampled_from(["", "n/a", "1e400", "=1+1", "٤٠٠", "1,5", "༡༢", "x"]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=12))
def test_any_cells_give_stations_or_a_named_error(rows: list[tuple[str, str, str, str]]) -> None:
    lines = "\n".join(",".join(f'"{each}"' for each in row) for row in rows)
    text = f"region,registered,received,leader\n{lines}\n"
    try:
        found = read(text.encode(), skip_bad_rows=True)
    except UnreadableEvidence:
        return
    assert found is None or len(found.registered) <= len(rows)
