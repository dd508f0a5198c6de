"""The takedown diary of a case: what platforms removed, with sealed evidence from before and after; accounts of others are pseudonyms."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from counterwatch.api.case import open_case, signer_of
from counterwatch.api.incidents import history
from counterwatch.api.incidents_hand import CORRECT, NOTHING_TO_DO, SAME, checked_reason, refuse_faults, refuse_protected
from counterwatch.api.pseudonym_key import key_of
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.coordination.pseudonyms import Pseudonyms
from counterwatch.core import Record, Template, WrongUsage
from counterwatch.incidents.incident import Support
from counterwatch.incidents.roles import FIELDS as FIELDS_ARE
from counterwatch.incidents.roles import NO_FIELD
from counterwatch.incidents.takedown import EARLIER, FIELDS, NO_DAY, Takedown, fields_of, takedown_of
from counterwatch.incidents.when import when

KIND, VERB = "takedown", "record"
SEARCHABLE = ("description", "notice")
NONE = Template("api.incidents_takedowns.none", "there is no takedown {id} in this case")
SEE_LIST = Template("api.incidents_takedowns.see_list", "`cw incidents takedown list` shows what there is")
TAKEN = Template("api.incidents_takedowns.taken", "there is a takedown {id} already, and it says something else")
OTHER_ID = Template("api.incidents_takedowns.other_id", "choose another id")
BACK = Template("api.incidents_takedowns.back", "came back")


def add_takedown(
    case: Case | Path | str, said: Mapping[str, str], *, about: Sequence[str] = (), before: Sequence[Support] = (), after: Sequence[Support] = ()
) -> tuple[Takedown, bool]:
    """Record a takedown from its fields, and say whether it was new; the same again changes nothing.

    An account of somebody else becomes a pseudonym under the key of the case before anything is kept. Raises `WrongUsage` with every fault.
    """
    opened = open_case(case)
    fields = _checked(opened, said)
    for each in about:
        history(opened, each)
    if fields.get("other_account"):
        fields["other_account"] = Pseudonyms(key=key_of(opened)).of(fields["other_account"])
    made, _ = takedown_of({**fields, "id": fields.get("id") or _id_of(fields)})
    made = msgspec.structs.replace(made, incidents=tuple(about), before=tuple(before), after=tuple(after))
    known = CaseRecords(opened).dated(f"{KIND}/{made.id}")
    if known:
        if fields.get("id") and _from(known[-1].record) != made:
            raise WrongUsage(TAKEN(id=made.id), hint=OTHER_ID())
        return _from(known[-1].record), False
    _write(opened, made, 1, verb=VERB)
    return made, True


def restore_takedown(case: Case | Path | str, id: str, on: str, *, after: Sequence[Support] = ()) -> Takedown:
    """Record that what was taken down came back on a day, in a new version."""
    opened = open_case(case)
    before, version = _newest(opened, id)
    restored = when(on)
    if not on.strip():
        refuse_faults({"restored": NO_DAY()})
    if restored.end and restored.end < before.date.start:
        refuse_faults({"restored": EARLIER(text=restored.as_written)})
    made = msgspec.structs.replace(before, restored=restored, after=tuple(dict.fromkeys((*before.after, *after))), reason=str(BACK()))
    if made == before:
        raise WrongUsage(SAME(id=id), hint=NOTHING_TO_DO(id=id))
    _write(opened, made, version + 1, verb=CORRECT)
    return made


def correct_takedown(case: Case | Path | str, id: str, said: Mapping[str, str], *, reason: str) -> Takedown:
    """Write a new version of a takedown with the fields that are said; an empty field is cleared. The old one stays, evidence is kept.

    Raises `WrongUsage` with every fault, and where nothing would change.
    """
    opened = open_case(case)
    before, version = _newest(opened, id)
    if "id" in said:
        raise WrongUsage(NO_FIELD(field="id"), hint=FIELDS_ARE(fields=", ".join(each for each in FIELDS if each != "id")))
    given = dict(said)
    if given.get("other_account"):
        given["other_account"] = Pseudonyms(key=key_of(opened)).of(given["other_account"])
    made, _ = takedown_of(_checked(opened, fields_of(before) | given))
    made = msgspec.structs.replace(made, incidents=before.incidents, before=before.before, after=before.after, reason=before.reason)
    if made == before:
        raise WrongUsage(SAME(id=id), hint=NOTHING_TO_DO(id=id))
    made = msgspec.structs.replace(made, reason=checked_reason(reason))
    refuse_protected(opened, {"reason": made.reason})
    _write(opened, made, version + 1, verb=CORRECT)
    return made


def takedowns(case: Case | Path | str) -> list[Takedown]:
    """Return the diary of a case by the days on which things were taken down; those whose day cannot be told stand last."""
    found = [_from(each) for each in CaseRecords(open_case(case)).current(KIND)]
    return sorted(found, key=lambda each: (not each.date.start, each.date.start))


def _checked(case: Case, said: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that say something, or refuse them before a key is made or anything is kept."""
    for name in said:
        if name not in FIELDS:
            raise WrongUsage(NO_FIELD(field=name[:40]), hint=FIELDS_ARE(fields=", ".join(FIELDS)))
    fields = {name: " ".join(text.split()) for name, text in said.items() if text.strip()}
    refuse_faults(takedown_of(fields)[1])
    refuse_protected(case, fields)
    return fields


def _newest(case: Case, id: str) -> tuple[Takedown, int]:
    known = CaseRecords(case).dated(f"{KIND}/{id}")
    if not known:
        raise WrongUsage(NONE(id=id[:40]), hint=SEE_LIST())
    return _from(known[-1].record), known[-1].record.version


def _from(record: Record) -> Takedown:
    return msgspec.convert(record.data, type=Takedown)


def _write(case: Case, made: Takedown, version: int, *, verb: str) -> None:
    data = msgspec.to_builtins(made)
    searchable = tuple(name for name in SEARCHABLE if name in data)
    record = Record(id=f"{KIND}/{made.id}", kind=KIND, version=version, data=data, searchable=searchable)
    CaseRecords(case, lambda: signer_of(case)).append([record], verb=verb)


def _id_of(fields: Mapping[str, str]) -> str:
    told = "\x1f".join(f"{name}={fields[name]}" for name in sorted(fields))
    return f"gone-{hashlib.sha256(told.encode()).hexdigest()[:10]}"
