"""Questions to a case, answered from the index where it is current and from ledger and objects where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import apsw
import msgspec

from counterwatch.case.batch import evidence_of
from counterwatch.case.custody import CustodyEvent, Handled, StoredRun
from counterwatch.case.indexing import current, in_memory
from counterwatch.case.layout import Layout
from counterwatch.case.ledger import Placed
from counterwatch.core import Evidence, Run, Template
from counterwatch.core.errors import VerificationFailed

UNREADABLE_RUN = Template("case.reading.unreadable_run", "the run {name} that entry {seq:raw} lists cannot be read")
RUN_VERIFY = Template("case.reading.run_verify", "cw verify names what rests on it; nothing was changed")


@dataclass(frozen=True, slots=True)
class Reading:
    """An index of the case as it was when this reading began."""

    layout: Layout
    rows: apsw.Connection

    def evidence(self) -> list[Evidence]:
        found: dict[str, Evidence] = {}
        for _seq, data in self._records("evidence"):
            found.setdefault(data["id"], evidence_of(data))
        return list(found.values())

    def runs(self) -> list[StoredRun]:
        times = {int(seq): str(time) for seq, time in self.rows.execute("SELECT seq, time FROM entries")}
        return [StoredRun(hash=data["object"], seq=seq, time=times[seq], run=self._run(seq, data["object"])) for seq, data in self._records("run")]

    def custody(self) -> list[CustodyEvent]:
        by_entry: dict[int, list[tuple[str, dict[str, Any]]]] = {}
        for seq, kind, data in self.rows.execute("SELECT seq, kind, data FROM records ORDER BY seq, slot"):
            by_entry.setdefault(int(seq), []).append((str(kind), msgspec.json.decode(str(data))))
        entries = self.rows.execute("SELECT seq, hash, time, verb, signer FROM entries ORDER BY seq")
        return [_event(entry, by_entry.get(int(entry[0]), [])) for entry in entries]

    def _records(self, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
        for seq, data in self.rows.execute("SELECT seq, data FROM records WHERE kind = ? ORDER BY seq, slot", (kind,)):
            yield int(seq), msgspec.json.decode(str(data))

    def _run(self, seq: int, name: str) -> Run:
        try:
            return msgspec.json.decode(self.layout.object(name).read_bytes(), type=Run)
        except (OSError, msgspec.MsgspecError) as error:
            raise VerificationFailed(UNREADABLE_RUN(name=name[:16], seq=seq), hint=RUN_VERIFY()) from error


@contextmanager
def reading(layout: Layout, case: str, entries: list[Placed]) -> Iterator[Reading]:
    """Open the index if it is current, else make one in memory."""
    rows = current(layout, case, entries) or in_memory(layout, case, entries)
    try:
        yield Reading(layout, rows)
    finally:
        rows.close()


def _event(entry: tuple[Any, ...], records: list[tuple[str, dict[str, Any]]]) -> CustodyEvent:
    seq, hash, time, verb, signer = entry
    of_kind = {kind: [data for each, data in records if each == kind] for kind in ("write", "evidence", "run", "recovery")}
    return CustodyEvent(
        seq=seq, hash=hash, time=time, verb=verb, signer=signer, tool=next((data["tool"] for data in of_kind["write"]), ""),
        sealed=tuple(_handled(data) for data in of_kind["evidence"]), runs=tuple(data["object"] for data in of_kind["run"]),
        recovered=next(iter(of_kind["recovery"]), None),
    )  # fmt: skip


def _handled(data: dict[str, Any]) -> Handled:
    return Handled(evidence=evidence_of(data), purpose=data["purpose"], modified=data["modified"], links=data.get("links", 1))
