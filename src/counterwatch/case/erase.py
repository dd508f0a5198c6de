"""Erasing records and evidence: the bytes go, a signed note that something went, when and why, stays; docs/spec/case-v1.md, section 10."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from counterwatch.case.batch import Batch
from counterwatch.case.holdings import Holdings
from counterwatch.case.kinds import Erasure
from counterwatch.case.objects import DAMAGED_OBJECT, RUN_VERIFY
from counterwatch.case.pack import Gone, Unreadable, read_pack
from counterwatch.core import Template, WrongUsage, sha256_hex
from counterwatch.core.errors import VerificationFailed

if TYPE_CHECKING:
    from counterwatch.case.reading import Reading
    from counterwatch.case.vault import Vault

NO_REASON = Template("case.erase.no_reason", "an erasure needs a reason")
SAY_WHY = Template("case.erase.say_why", "say why in a few words that name nobody: they stay in the case")
NOT_HERE = Template("case.erase.not_here", "this case holds nothing with the id {id}")
SEE_HISTORY = Template("case.erase.see_history", "it may have been erased already; cw log lists erasures")


def erase(batch: Batch, reading: Reading, held: Holdings, id: str, reason: str, authority: str) -> int:
    """Put into a batch what erases every version of a record, or a piece of evidence with what describes it; return how many records go."""
    if not reason.strip():
        raise WrongUsage(NO_REASON(), hint=SAY_WHY())
    slots = reading.places_of(id)
    if not slots:
        raise WrongUsage(NOT_HERE(id=id[:16]), hint=SEE_HISTORY())
    for seq, chosen in slots.items():
        pack, body = reading.pack_and_body(seq)
        _without(batch, held, pack, body, chosen)
    for name in reading.objects_of_evidence(id):
        if held.current(name) not in (None, *(each.gone for each in batch.gone)):
            batch.gone.append(Gone(gone=held.current(name) or name, now=None))
    # What findings name already is no secret any more: without it, nobody could tell why they cannot be done again.
    named = id if reading.is_used(id) else msgspec.UNSET
    was = was_of(held.vault, id)[0]
    for each in batch.gone:
        record = Erasure(gone=each.gone, slots=each.slots, reason=reason, authority=authority, evidence=msgspec.UNSET if each.now else named, was=was)
        batch.record("erasure", msgspec.to_builtins(record))
    return sum(len(chosen) for chosen in slots.values())


def was_of(vault: Vault, id: str) -> tuple[str, ...]:
    """Return what an erasure may call an id that is gone, the newest first: keyed with the secret of the case where it has one."""
    return vault.ids_of([b"counterwatch erased\n", id.encode()])


def _without(batch: Batch, held: Holdings, pack: str, body: str, slots: Iterable[int]) -> None:
    path = held.layout.object(body)
    try:
        data = path.read_bytes()
        if sha256_hex(data) != body:
            raise Unreadable
        slots = tuple(sorted(slots))
        slimmer = held.vault.without(data, slots)
        # The commitments of the pack stay: they tell an erased record from a damaged one.
        if max(slots) >= len(read_pack(held.layout.object(pack).read_bytes()).commitments):
            raise Unreadable
    except (OSError, Unreadable) as error:
        raise VerificationFailed(DAMAGED_OBJECT(file=held.layout.shown(path)), hint=RUN_VERIFY()) from error
    batch.gone.append(Gone(gone=body, now=batch.put_as_is(slimmer), slots=slots))
