"""Two writers at one case at the same moment."""

import multiprocessing
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

from case_examples import SIGNER
from counterwatch.core.errors import CaseBusy
from runs import held, opened

FORK = multiprocessing.get_context("fork")


def race(root: Path, work: Path, *, wait: float) -> list[tuple[str, str]]:
    """Let two processes add a file each at once; return what each acknowledged, or how it was turned away."""
    start = FORK.Barrier(2)
    pipes = [FORK.Pipe(duplex=False) for _ in range(2)]
    racers = [FORK.Process(target=_run, args=(root, work / str(number), start, theirs, wait)) for number, (_, theirs) in enumerate(pipes)]
    for racer in racers:
        racer.start()
    answers = [ours.recv() for ours, _ in pipes]
    for racer in racers:
        racer.join()
    return answers


def _run(root: Path, file: Path, start: Barrier, answer: Connection, wait: float) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(str(file))
    case = opened(root)
    start.wait()
    try:
        with case.write("add", signer=SIGNER, wait=wait) as batch:
            id = batch.seal(file).id
    except CaseBusy as error:
        answer.send(("busy", str(error)))
    else:
        answer.send(("done", id))


def check_races(root: Path, work: Path, count: int, *, wait: float) -> int:
    """Race so many times; return how often somebody was turned away."""
    done, busy = set[str](), 0
    for number in range(count):
        answers = race(root, work / str(number), wait=wait)
        done |= {said for kind, said in answers if kind == "done"}
        busy += sum(kind == "busy" for kind, _ in answers)
        assert any(kind == "done" for kind, _ in answers)
    assert done <= held(root)
    return busy
