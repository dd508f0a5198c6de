"""The ledger as it lies on disk: read, never changed, every departure from the chain named."""

from __future__ import annotations

import msgspec

from counterwatch.case.checkpoint import BadCheckpoint, Checkpoint, link, read_checkpoint
from counterwatch.case.defect import Defect
from counterwatch.case.entries import RECOVER, Entry, Ledger, Placed, Recovered
from counterwatch.case.layout import CHECKPOINT, SEGMENT, Layout, numbered
from counterwatch.core import Message, Template, canonical, sha256_hex
from counterwatch.core.canonical import decoded

NO_LEDGER = Template("case.ledger.none", "the ledger is missing or empty")
NO_SEGMENT = Template("case.ledger.no_segment", "the segment is missing; its checkpoint or later segments are there")
NO_CHECKPOINT = Template("case.ledger.no_checkpoint", "the checkpoint is missing")
UNSIGNED = Template("case.ledger.unsigned", "nobody signed what this segment holds, and no interrupted write explains it")
NOT_AN_ENTRY = Template("case.ledger.not_an_entry", "line {line:raw} is not an entry in canonical form")
CUT = Template("case.ledger.cut", "the last line is cut off, though a checkpoint says that the segment was whole")
OUT_OF_ORDER = Template("case.ledger.out_of_order", "line {line:raw} is entry {seq:raw}, where entry {expected:raw} belongs")
BROKEN = Template("case.ledger.broken", "line {line:raw} does not follow from the entry before it: one of the two was changed, removed or moved")
STRANGER = Template("case.ledger.stranger", "line {line:raw} names a signer who was not admitted ({signer})")
DISAGREES = Template("case.ledger.disagrees", "the checkpoint does not belong in this place ({fields})")
NOT_SIGNED = Template("case.ledger.not_signed", "the segment is not the one that its checkpoint signs ({fields})")
NO_RECOVERY = Template(
    "case.ledger.no_recovery", "line {line:raw} says that the recovery key let somebody back in, and it is not signed with that key ({signer})"
)
NO_RECOVERY_KEY = Template(
    "case.ledger.no_recovery_key",
    "the checkpoint of an entry which says that the recovery key let somebody back in is signed with another key ({signer})",
)
ONLY_RECOVERS = Template(
    "case.ledger.only_recovers",
    "the checkpoint is signed with a recovery key, which may sign that it let somebody back in, and nothing else ({signer})",
)
NOT_ADMITTED = Template("case.ledger.not_admitted", "the checkpoint is signed by somebody who was not admitted ({signer})")


def read_ledger(layout: Layout, case: str, keys: dict[str, bytes]) -> Ledger:
    """Read the whole ledger. A write that finishes meanwhile is not taken for damage: the reading is repeated."""
    found = _read_once(layout, case, keys)
    for _ in range(3):
        if not any(defect.message.id in (UNSIGNED.id, NO_CHECKPOINT.id) for defect in found.defects):
            break
        found = _read_once(layout, case, keys)
    return found


def beginning(case: str) -> Ledger:
    """Return the ledger of which nothing was read yet: the first entry and the first checkpoint follow from the case id."""
    start = sha256_hex(case.encode())
    return Ledger(case=case, link=start, next=(1, start))


def _read_once(layout: Layout, case: str, keys: dict[str, bytes]) -> Ledger:
    ledger = beginning(case)
    # Checkpoints are listed first: where one is there, its segment is complete.
    checkpoints, segments = (numbered(layout.ledger, pattern) if layout.ledger.is_dir() else {} for pattern in (CHECKPOINT, SEGMENT))
    ledger.segments = max([0, *checkpoints, *segments])
    if not ledger.segments:
        ledger.defects.append(Defect(file=layout.shown(layout.ledger), message=NO_LEDGER()))
    for number in range(1, ledger.segments + 1):
        _read_segment(ledger, layout, number, keys, is_closed=number in checkpoints, is_there=number in segments)
    return ledger


def read_on(ledger: Ledger, layout: Layout, keys: dict[str, bytes], last: int) -> None:
    """Read the segments that follow what was read before, up to one; each has its checkpoint."""
    for number in range(ledger.segments + 1, last + 1):
        ledger.segments = number
        _read_segment(ledger, layout, number, keys, is_closed=True, is_there=True)


def _read_segment(ledger: Ledger, layout: Layout, number: int, keys: dict[str, bytes], *, is_closed: bool, is_there: bool) -> None:
    path = layout.segment(number)
    if not is_there:
        ledger.defects.append(Defect(file=layout.shown(path), message=NO_SEGMENT(), seq=ledger.next[0]))
    data = path.read_bytes() if is_there else b""
    *lines, tail = data.split(b"\n")
    first, before = ledger.next[0], len(ledger.entries)
    for position, line in enumerate(lines, 1):
        _read_line(ledger, layout, number, position, line)
    if is_closed:
        if tail:
            ledger.defects.append(Defect(file=layout.shown(path), message=CUT(), seq=ledger.next[0]))
        _close(ledger, layout, number, data, layout.checkpoint(number).read_bytes(), keys, first, is_there=is_there)
    elif number < ledger.segments:
        seqs = [placed.entry for placed in ledger.entries[before:]]
        objects = tuple(name for entry in seqs for name in entry.objects)
        ledger.defects.append(Defect(file=layout.shown(layout.checkpoint(number)), message=NO_CHECKPOINT(), seq=first, objects=objects))
        ledger.link = ""
    else:
        _read_tail(ledger, layout, number, data[: len(data) - len(tail)], tail, keys, first)


def _read_line(ledger: Ledger, layout: Layout, number: int, position: int, line: bytes) -> None:
    expected, prev = ledger.next
    file = layout.shown(layout.segment(number))
    hash = sha256_hex(line)
    try:
        entry = decoded(line, type=Entry)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        entry = None
    if entry is None or canonical(entry) != line:
        ledger.defects.append(Defect(file=file, message=NOT_AN_ENTRY(line=position), seq=expected))
        ledger.next = (expected + 1, hash)
        return
    for message in _departures(ledger, entry, position, expected, prev):
        ledger.defects.append(Defect(file=file, message=message, seq=entry.seq, objects=entry.objects))
    if entry.seq not in ledger.seen:
        ledger.seen.add(entry.seq)
        ledger.entries.append(Placed(entry, hash, number))
    ledger.next = (entry.seq + 1, hash)


def _departures(ledger: Ledger, entry: Entry, position: int, expected: int, prev: str) -> list[Message]:
    found = []
    if entry.seq != expected:
        found.append(OUT_OF_ORDER(line=position, seq=entry.seq, expected=expected))
    if entry.prev != prev:
        found.append(BROKEN(line=position))
    if entry.verb == RECOVER and entry.signer not in ledger.recovery:
        found.append(NO_RECOVERY(line=position, signer=entry.signer[:16]))
    elif ledger.admitted and entry.verb != RECOVER and entry.signer not in ledger.admitted:
        found.append(STRANGER(line=position, signer=entry.signer[:16]))
    return found


def _close(
    ledger: Ledger, layout: Layout, number: int, data: bytes, file: bytes, keys: dict[str, bytes], first: int, *, is_there: bool = True
) -> bool:
    """Compare a segment with its checkpoint; say whether they fit. Where the signature is good, the segment is what differs."""
    mine = tuple(name for placed in ledger.entries if placed.segment == number for name in placed.entry.objects)
    name, known = layout.shown(layout.checkpoint(number)), len(ledger.defects)
    try:
        checkpoint, signer = read_checkpoint(file, keys)
    except BadCheckpoint as error:
        ledger.defects.append(Defect(file=name, message=error.message, seq=first, objects=mine))
        ledger.link = ""
        return False
    wrong = _differences(ledger, checkpoint, data, first) if is_there else []
    # A segment that is not as signed says nothing about who may sign it.
    refused = _refused(ledger, checkpoint, signer, [] if wrong else [placed.entry for placed in ledger.entries if placed.segment == number])
    said = [*_misplaced(ledger, checkpoint, number, first), *([refused] if refused else [])]
    ledger.defects += [Defect(file=name, message=each, seq=first, objects=mine) for each in said]
    if wrong:
        segment = layout.shown(layout.segment(number))
        ledger.defects.append(Defect(file=segment, message=NOT_SIGNED(fields=", ".join(wrong)), seq=first, objects=mine))
    if refused is None:
        _trust(ledger, checkpoint, signer, number)
    ledger.link = link(file)
    return len(ledger.defects) == known


def _misplaced(ledger: Ledger, checkpoint: Checkpoint, number: int, first: int) -> list[Message]:
    """What a checkpoint says of its own place."""
    should = {"case": ledger.case, "v": 1, "segment": number, "first": first, "previous": ledger.link or checkpoint.previous}
    wrong = [name for name, value in should.items() if getattr(checkpoint, name) != value]
    return [DISAGREES(fields=", ".join(wrong))] if wrong else []


def _refused(ledger: Ledger, checkpoint: Checkpoint, signer: str, entries: list[Entry]) -> Message | None:
    """Why this key may not sign this checkpoint; a recovery key signs its own recovery, and nobody else signs one."""
    if signer in ledger.recovery:
        is_its_own = all(entry.verb == RECOVER and entry.signer == signer for entry in entries)
        return None if is_its_own else ONLY_RECOVERS(signer=signer[:16])
    if signer not in (ledger.admitted or checkpoint.signers):
        return NOT_ADMITTED(signer=signer[:16])
    return NO_RECOVERY_KEY(signer=signer[:16]) if any(entry.verb == RECOVER for entry in entries) else None


def _differences(ledger: Ledger, checkpoint: Checkpoint, data: bytes, first: int) -> list[str]:
    """What a segment that is there is, against what was signed."""
    seq, head = ledger.next
    times = [placed.entry.time for placed in ledger.entries[-1:]]
    should = {"last": seq - 1, "count": seq - first, "head": head, "sha256": sha256_hex(data), "time": times[0] if times else ""}
    return [name for name, value in should.items() if getattr(checkpoint, name) != value]


def _trust(ledger: Ledger, checkpoint: Checkpoint, signer: str, number: int) -> None:
    """Go on from what somebody signed who may, so that what follows a damaged segment is not blamed for it."""
    if signer in ledger.recovery:
        new = tuple(each for each in checkpoint.signers if each not in ledger.admitted)
        ledger.recoveries.append(Recovered(seq=checkpoint.first, segment=number, named=ledger.listed.get(signer, 0), signers=new))
    ledger.newest, ledger.admitted, ledger.recovery = checkpoint, set(checkpoint.signers), set(checkpoint.recovery)
    ledger.listed = dict.fromkeys((*checkpoint.signers, *checkpoint.recovery), checkpoint.last) | ledger.listed
    ledger.vouched.add(signer)
    ledger.founder = signer if number == 1 else ledger.founder
    ledger.next = (checkpoint.last + 1, checkpoint.head)


def _read_tail(ledger: Ledger, layout: Layout, number: int, whole: bytes, torn: bytes, keys: dict[str, bytes], first: int) -> None:
    """The last segment without checkpoint: a write under way, an interrupted one, or somebody else's lines."""
    ledger.open_segment, ledger.torn = number, torn
    if not whole:
        return
    try:
        file = layout.prepared.read_bytes()
    except OSError:
        file = b""
    known = len(ledger.defects)
    ledger.is_prepared = bool(file) and _close(ledger, layout, number, whole, file, keys, first)
    if not ledger.is_prepared:
        del ledger.defects[known:]
        objects = tuple(name for placed in ledger.entries if placed.segment == number for name in placed.entry.objects)
        ledger.defects.append(Defect(file=layout.shown(layout.segment(number)), message=UNSIGNED(), seq=first, objects=objects))
