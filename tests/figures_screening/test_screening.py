"""A screening says of each series what `cw figures` says, however the file is cut, and leaves all of its result or none."""

import contextlib
import hashlib
import json
import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import time

import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest
from screened_files import SHAPES, invented, packaged

from counterwatch.api.case import log, new_case, open_case
from counterwatch.api.figures import ask_figures
from counterwatch.api.screening import asked_names, screen
from counterwatch.api.screening_case import keep, sealed
from counterwatch.core import Finding, UnreadableEvidence, Verdict, WrongUsage
from counterwatch.core.errors import Cancelled
from counterwatch.core.registry import checks
from counterwatch.figures.columns import Columns
from counterwatch.figures.table import Panel


def written(frame: pl.DataFrame, place: pathlib.Path) -> pathlib.Path:
    frame.write_parquet(place, row_group_size=777)
    return place


CW = str(pathlib.Path(sys.executable).parent / "cw")
Row = tuple[tuple[object, ...], tuple[float | None, ...]]


def short(each: Finding) -> Row:
    """Return what must be the same to the letter, and the numbers, whose last bits may depend on how many series are added up at once."""
    number, rank = each.estimate, each.rank
    interval = (number.value, number.low, number.high) if number else (None, None, None)
    place = (rank.position, rank.of) if rank else (None, None)
    return (each.subject, each.check, each.verdict.value, each.statement.id, *place), (*interval, each.p_value, each.q_value)


def assert_same(found: list[Row], expected: list[Row]) -> None:
    left, right = sorted(found, key=str), sorted(expected, key=str)
    assert [words for words, _ in left] == [words for words, _ in right]
    for (words, one), (_, other) in zip(left, right, strict=True):
        assert [each is None for each in one] == [each is None for each in other], words
        assert [each for each in one if each is not None] == pytest.approx([each for each in other if each is not None], rel=1e-12, abs=0), words


def rows_of(place: pathlib.Path) -> list[Row]:
    frame = pl.read_parquet(place)
    frame = frame.with_columns(pl.col("check", "verdict", "statement").cast(pl.String))
    words = frame.select("subject", "check", "verdict", "statement", "rank", "of").iter_rows()
    return list(zip(words, frame.select("estimate", "low", "high", "p_value", "q_value").iter_rows(), strict=True))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[pathlib.Path, list[Row]]:
    """Return the packaged data as Parquet, and what `cw figures` says of it."""
    folder = tmp_path_factory.mktemp("real")
    place = written(packaged(), folder / "real.parquet")
    return place, [short(each) for each in ask_figures(place, only=asked_names())]


@pytest.mark.parametrize("block", [pytest.param(1, marks=pytest.mark.slow), 7, 1000])
def test_every_number_is_that_of_the_whole_file(real: tuple[pathlib.Path, list[Row]], tmp_path: pathlib.Path, block: int) -> None:
    place, whole = real
    found = screen(place, tmp_path / "out.parquet", block=block)
    assert_same(rows_of(found.output), whole)
    counted = {verdict: sum(n for (_, each), n in found.compared.counts.items() if each is verdict) for verdict in Verdict}
    assert counted == {verdict: sum(words[2] == verdict for words, _ in whole) for verdict in Verdict}
    assert counted[Verdict.DEPARTS] > 0


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_of_any_shape_is_read_as_cw_figures_reads_it(tmp_path: pathlib.Path, shape: str) -> None:
    place = written(SHAPES[shape](invented(14)), tmp_path / "shaped.parquet")
    columns = Columns(unit="unit") if shape == "units that are numbers" else Columns()
    whole = ask_figures(place, only=asked_names(), columns=columns)
    found = screen(place, tmp_path / "out.parquet", block=3, columns=columns)
    assert_same(rows_of(found.output), [short(each) for each in whole])
    assert [each.records for each in found.problems] == [each.records for each in whole.run.problems if "between the first" not in str(each.message)]


def test_rows_in_any_order_give_the_same_by_way_of_a_copy_that_is_named_and_removed(tmp_path: pathlib.Path) -> None:
    frame = invented(30)
    straight = screen(written(frame, tmp_path / "straight.parquet"), tmp_path / "one.parquet")
    mixed = written(frame.sample(fraction=1, shuffle=True, seed=3), tmp_path / "mixed.parquet")
    with pytest.raises(WrongUsage, match="--sort-in"):
        screen(mixed, tmp_path / "two.parquet")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    found = screen(mixed, tmp_path / "two.parquet", sort_in=scratch, block=4)
    assert_same(rows_of(found.output), rows_of(straight.output))
    assert str(scratch) in str(found.said[-1])
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("name", [name for name, each in checks(Panel).items() if each.asks_each_alone])
def test_a_check_asked_block_by_block_says_of_a_unit_alone_what_it_says_beside_others(name: str) -> None:
    check = checks()[name]
    panel = check.planted(np.random.default_rng(5))
    together = {each.subject: short(each) for each in check(panel)}
    for row, unit in enumerate(panel.units):
        alone = Panel(
            name=panel.name, units=(unit,), times=panel.times, step=panel.step,
            values={key: block[row : row + 1] for key, block in panel.values.items()}, kinds=panel.kinds,
            cumulative=panel.cumulative, declared=panel.declared,
        )  # fmt: skip
        assert_same([short(each) for each in check(alone)], [together[unit]])


def test_what_departs_is_what_was_drawn_and_its_command_works(tmp_path: pathlib.Path) -> None:
    place = written(invented(60), tmp_path / "many.parquet")
    found = screen(place, tmp_path / "out.parquet", only=["underdispersion"])
    drawn = {f"{('区', 'ناھىيە', 'རྫོང')[each % 3]} {each:05}" for each in range(0, 60, 5)}
    seen = {each.unit for each in found.compared.striking}
    assert seen <= drawn
    assert len(seen) >= 0.8 * len(drawn)
    command = [CW, *shlex.split(found.commands[0])[1:], "--only", "underdispersion", "--all"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"CW_LANGUAGE": "en"})
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("departs     figures.underdispersion: ")


def test_series_unlike_what_was_decided_for_the_file_are_counted_whatever_the_blocks(tmp_path: pathlib.Path) -> None:
    frame = invented(40).with_columns(pl.col("cases").cast(pl.Float64))
    number = frame["unit"].str.tail(5).cast(pl.Int64)
    halves = pl.when(number == 31).then(pl.col("cases") + 0.5)
    totals = pl.when(number.is_in([32, 33])).then(pl.col("cases").cum_sum().over("unit")).otherwise("cases")
    place = written(frame.with_columns(halves.otherwise(totals)), tmp_path / "odd.parquet")
    texts = []
    for block in (1, 9, 100):
        found = screen(place, tmp_path / "out.parquet", block=block, force=True)
        texts.append([str(each.message) for each in found.problems])
    assert texts[0] == texts[1] == texts[2]
    assert pl.read_parquet(tmp_path / "out.parquet").height == 40 * len(asked_names())
    assert any("like running totals" in each and "2 series" in each for each in texts[0])


def test_a_row_that_cannot_be_read_is_named_with_its_row_of_the_file_or_counted(tmp_path: pathlib.Path) -> None:
    frame = invented(12).with_columns(pl.col("cases").cast(pl.String))
    frame = frame.with_row_index().with_columns(pl.when(pl.col("index") == 1499).then(pl.lit("1O4")).otherwise("cases").alias("cases")).drop("index")
    place = written(frame, tmp_path / "letters.parquet")
    with pytest.raises(UnreadableEvidence, match=r'row 1500 of letters\.parquet: "1O4"'):
        screen(place, tmp_path / "out.parquet", block=3)
    assert list(tmp_path.glob("*out*")) == []
    found = screen(place, tmp_path / "out.parquet", block=3, columns=Columns(skip_bad_rows=True))
    assert found.unread == 1


def test_stopping_leaves_nothing_behind(tmp_path: pathlib.Path) -> None:
    place = written(invented(40), tmp_path / "many.parquet")
    asked = iter(range(10_000))
    with pytest.raises(Cancelled):
        screen(place, tmp_path / "out.parquet", block=2, cancel=lambda: next(asked) > 14)
    assert [each.name for each in tmp_path.iterdir()] == ["many.parquet"]


def test_killed_at_any_instant_there_is_no_half_result(tmp_path: pathlib.Path) -> None:
    place, output = written(invented(400), tmp_path / "many.parquet"), tmp_path / "out.parquet"
    cut_off = 0
    for wait in (0.0, 0.6):
        command = [CW, "screen", str(place), "-o", str(output), "--at-once", "2", "--force"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        started = set(tmp_path.iterdir())
        while process.poll() is None and set(tmp_path.iterdir()) == started:
            time.sleep(0.01)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        cut_off += not output.exists()
        if output.exists():
            assert pl.read_parquet(output).height == 400 * len(asked_names())
            output.unlink()
    assert cut_off > 0, "it was never killed while it worked"


def test_in_a_case_file_and_result_are_sealed_and_custody_says_which_was_made_from_which(tmp_path: pathlib.Path) -> None:
    place, case = written(invented(4), tmp_path / "few.parquet"), new_case(tmp_path / "case", plain=True)
    source = sealed(case, place)
    made = keep(case, source, screen(place, tmp_path / "out.parquet").output)
    assert [each.name for each in open_case(case.path).evidence()] == ["few.parquet", "out.parquet"]
    assert log(case.path)[-1].verb == "derive"
    assert made.sha256 == hashlib.sha256((tmp_path / "out.parquet").read_bytes()).hexdigest()
    about = json.loads(pq.read_schema(tmp_path / "out.parquet").metadata[b"counterwatch"])
    assert about["evidence"]["sha256"] == source.sha256
    assert about["kinds"] == {"cases": "counts"}


def test_what_cannot_be_read_block_by_block_is_said_in_our_words(tmp_path: pathlib.Path) -> None:
    wide = pl.DataFrame({"unit": ["a", "b"], "2021-01-01": [1, 2], "2021-01-02": [3, 4], "2021-01-03": [5, 6]})
    for frame, columns, said in (
        (wide, Columns(), "not one row per unit and time"),
        (invented(3).head(0), Columns(), "column names and no rows"),
        (invented(3).drop("date"), Columns(), "holds its times"),
        (invented(3), Columns(where={"nowhere": "x"}), 'no column "nowhere"'),
        (invented(3), Columns(where={"unit": "x"}), 'has "x" in column "unit"'),
        (invented(3), Columns(value=("deaths",)), 'no column "deaths"'),
    ):
        with pytest.raises((UnreadableEvidence, WrongUsage), match=re.escape(said)):
            screen(written(frame, tmp_path / "odd.parquet"), tmp_path / "out.parquet", columns=columns)


def test_what_a_block_cannot_answer_is_refused_by_name(tmp_path: pathlib.Path) -> None:
    place = written(invented(3), tmp_path / "few.parquet")
    with pytest.raises(WrongUsage, match="coincidence looks at other units"):
        screen(place, tmp_path / "out.parquet", only=["coincidence"])
    with pytest.raises(WrongUsage, match="exists already"):
        screen(place, place)
    with pytest.raises(WrongUsage, match="no folder"):
        screen(place, tmp_path / "nowhere" / "out.parquet")


@pytest.mark.parametrize("content", [b"", b"PAR1", b"unit,date,cases\n", b"PAR1" + bytes(200) + b"PAR1"])
def test_what_is_no_parquet_file_is_refused_in_our_words(tmp_path: pathlib.Path, content: bytes) -> None:
    place = tmp_path / "odd.parquet"
    place.write_bytes(content)
    with pytest.raises((UnreadableEvidence, WrongUsage)):
        screen(place, tmp_path / "out.parquet")


def test_one_cut_or_flipped_byte_never_gives_a_foreign_error(tmp_path: pathlib.Path) -> None:
    data = written(invented(4, days=60), tmp_path / "good.parquet").read_bytes()
    rng, place = np.random.default_rng(1), tmp_path / "bad.parquet"
    for at in rng.integers(4, len(data), 30).tolist():
        place.write_bytes(data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :])
        with contextlib.suppress(UnreadableEvidence, WrongUsage):
            screen(place, tmp_path / "out.parquet", force=True)
