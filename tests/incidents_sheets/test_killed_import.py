"""An import that is killed at any moment leaves all of its rows or none, and the same import again completes it."""

import multiprocessing
import os
import pathlib
import signal
import time

from counterwatch.api.case import new_case, open_case
from counterwatch.api.incidents import import_sheet, incidents
from counterwatch.case import Identity

FORK = multiprocessing.get_context("fork")
ROWS, KILLS = 1_500, 8


def test_a_killed_import_leaves_all_rows_or_none(tmp_path: pathlib.Path) -> None:
    identity = Identity.new()
    file = tmp_path / "sheet.csv"
    rows = (f"r{number},2021-05-{1 + number % 28:02},DE,DA.assault,警察 came {number}\n" for number in range(ROWS))
    file.write_text("id,date,host_country,tactic,summary\n" + "".join(rows), encoding="utf-8")

    def bring(folder: pathlib.Path) -> None:
        import_sheet(file, case=open_case(folder, identity=identity))

    begin = time.perf_counter()
    bring(new_case(tmp_path / "whole", identity=identity).path)
    whole, seen = time.perf_counter() - begin, set[int]()
    for kill in range(KILLS):
        folder = new_case(tmp_path / f"case{kill}", identity=identity).path
        process = FORK.Process(target=bring, args=(folder,))
        process.start()
        process.join(whole * (kill + 1) / KILLS)
        if process.is_alive():
            os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        opened = open_case(folder, identity=identity)
        seen.add(len(incidents(opened)))
        assert seen <= {0, ROWS}
        assert opened.defects == ()
        bring(folder)
        again = open_case(folder, identity=identity)
        assert [each.id for each in incidents(again)] == [f"r{number}" for number in range(ROWS)]
        assert again.defects == ()
    assert 0 in seen
