"""Random bytes drawn by the block are given out once, also where a process branches off."""

import os

from counterwatch.case.chance import BLOCK, drawn


def test_no_piece_comes_twice_and_sizes_are_kept() -> None:
    many = [drawn(32) for _ in range(BLOCK // 8)]
    assert {len(each) for each in many} == {32}
    assert len({each[:16] for each in many} | {each[16:] for each in many}) == 2 * len(many)


def test_a_process_that_branches_off_draws_its_own() -> None:
    drawn(16)
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.write(writing, drawn(16))
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 16) not in {drawn(16) for _ in range(BLOCK // 16)}
