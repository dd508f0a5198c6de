"""What the triage queue compares of each submission: small numbers made once from its text, so that a mass of texts is never in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from numpy.typing import NDArray

from counterwatch.core import sha256_hex
from counterwatch.incidents.intake.received import Received
from counterwatch.incidents.intake.submission import Answers

if TYPE_CHECKING:
    import numpy as np

BEGINNING, ENDING = 1_500, 500
"""Of a long text the beginning and the end are compared."""
CHARACTERS, TEXTS = 100_000, 500
"""So many are worked on at once."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sketches:
    """Of n submissions, in the order in which they came: a number for the whole text, its signature and its sampled passages.

    `passages[starts[i]:starts[i + 1]]` are those of submission i, ascending.
    """

    texts: NDArray[np.uint64]
    signed: NDArray[np.uint32]
    passages: NDArray[np.uint32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.texts)


def compared(received: Received) -> str:
    """Return what is compared of a submission: its answers but for the contact, as a comparison key; long ones shortened in the middle."""
    from counterwatch.text.sameness import same

    if received.submission is None:
        return ""
    text = "\n".join(told(received.submission.answers))
    return same(text if len(text) <= BEGINNING + ENDING else text[:BEGINNING] + "\n" + text[-ENDING:])


def told(answers: Answers) -> Iterator[str]:
    """Yield the answers that tell something of what happened."""
    yield from (each for each in (answers.what, answers.how, answers.who_targeted, answers.by_whom, answers.harm, answers.known) if each)


def sketches(texts: Iterable[str]) -> Sketches:
    """Return the sketches of some texts, each of which is let go when it was looked at."""
    import numpy as np

    numbers, signed, values, sizes = list[int](), list[NDArray[np.uint32]](), list[NDArray[np.uint32]](), list[NDArray[np.int64]]()
    for some in _portions(texts):
        one, two, three, four = _sketched(some)
        numbers += one
        signed.append(two)
        values.append(three)
        sizes.append(four)
    return Sketches(
        texts=np.array(numbers, np.uint64),
        signed=np.concatenate([np.zeros((64, 0), np.uint32), *signed], axis=1),
        passages=np.concatenate([np.zeros(0, np.uint32), *values]),
        starts=np.concatenate([np.zeros(1, np.int64), np.cumsum(np.concatenate([np.zeros(0, np.int64), *sizes]))]),
    )


def _sketched(texts: Sequence[str]) -> tuple[list[int], NDArray[np.uint32], NDArray[np.uint32], NDArray[np.int64]]:
    from counterwatch.text.minhash import signatures
    from counterwatch.text.passages import passages
    from counterwatch.text.shingles import shingles

    found = passages(texts)
    return [int(sha256_hex(each.encode())[:16], 16) for each in texts], signatures(shingles(texts)), found.values, found.sizes


def _portions(texts: Iterable[str]) -> Iterator[list[str]]:
    portion, size = list[str](), 0
    for each in texts:
        portion.append(each)
        size += len(each)
        if size >= CHARACTERS or len(portion) >= TEXTS:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion
