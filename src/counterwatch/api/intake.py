"""The intakes of a case: a key of its own each, kept as a record, and the forms that were built to write to it."""

from __future__ import annotations

import secrets
from pathlib import Path

import msgspec

from counterwatch.api.case import open_case, signer_of
from counterwatch.case import Case
from counterwatch.case.age import new_key, public_of
from counterwatch.case.encrypted import EncryptedVault
from counterwatch.case.kept import Kept
from counterwatch.case.record_rules import fit
from counterwatch.case.records import CaseRecords, refuse_out_of_turn
from counterwatch.core import Record, Template, WrongUsage
from counterwatch.core.errors import Refused
from counterwatch.incidents.intake.record import KIND, BuiltForm, Intake

VERB = "record"
PLAIN = Template("api.intake.plain", "this case is not encrypted: the secret key of an intake would lie in it for anybody to read")
ENCRYPTED = Template("api.intake.encrypted", "make an encrypted case for what strangers send: cw new NAME")
NONE = Template("api.intake.none", "this case holds no intake {id}")
SEE = Template("api.intake.see", "`cw incidents intake show` lists what there is")
BUILT = Template("api.intake.built", "form {sha256} built for intake {id}, in {languages}")
SHORTEST = 6


def intakes(case: Case | Path | str) -> list[Intake]:
    """Return the intakes of a case, the oldest first."""
    return [msgspec.convert(each.data, type=Intake) for each in CaseRecords(open_case(case)).current(KIND)]


def intake_named(case: Case | Path | str, id: str) -> Intake:
    """Return the one intake with this id, or with these first digits of it."""
    found = [each for each in intakes(case) if each.id == id or (len(id) >= SHORTEST and each.id.startswith(id))]
    if len(found) != 1:
        raise WrongUsage(NONE(id=id[:40]), hint=SEE())
    return found[0]


def drawn_intake() -> Intake:
    """Return a new intake with a key of its own, which is kept nowhere yet."""
    secret = new_key()
    return Intake(id=secrets.token_hex(16), secret=secret, recipient=public_of(secret))


def keep_form(case: Case, intake: Intake, form: BuiltForm) -> Intake:
    """Record that a form was built for an intake, which is new or in the case, with a note of custody; the newest form again changes nothing."""
    refuse_plain(case)
    if intake.forms and intake.forms[-1] == form:
        return intake
    made = msgspec.structs.replace(intake, forms=(*(each for each in intake.forms if each != form), form))
    version = 1 + sum(1 for _ in CaseRecords(case).history(f"{KIND}/{made.id}"))
    records = Kept(fit([Record(id=f"{KIND}/{made.id}", kind=KIND, version=version, data=msgspec.to_builtins(made))]))
    note = str(BUILT(sha256=form.sha256, id=made.id, languages=", ".join(form.languages)))
    with case.write(VERB, signer=signer_of(case)) as batch:
        refuse_out_of_turn(batch, records)
        batch.records.take(records)
        batch.record("custody", {"purpose": "", "authority": "", "note": note, "evidence": []})
    return made


def refuse_plain(case: Case) -> None:
    """Refuse a case in which a secret key would lie in the clear."""
    if not isinstance(case.vault, EncryptedVault):
        raise Refused(PLAIN(), hint=ENCRYPTED())
