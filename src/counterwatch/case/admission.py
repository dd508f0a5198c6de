"""Admitting another signer: from the next checkpoint on, entries may name them; docs/spec/case-v1.md, section 9."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from counterwatch.case.case_file import Key
from counterwatch.case.settings import Change
from counterwatch.case.signing import Signer
from counterwatch.core import Template, WrongUsage

if TYPE_CHECKING:
    from counterwatch.case.case import Case

NOT_A_KEY = Template("case.admission.not_a_key", "this is not a public signing key: {text}")
FROM_SHOW = Template("case.admission.from_show", "the other person finds it with `cw key show`; compare its number by voice")
IS_ADMITTED = Template("case.admission.is_admitted", "the signer {signer} is admitted already")
SEE_KEYS = Template("case.admission.see_keys", "`cw key show` lists who may sign")


def admit(case: Case, public: str, *, signer: Signer) -> str:
    """Admit the holder of a public signing key, in base64; return the id to compare by voice."""
    key = Key.of(_public(public))
    if any(each.id == key.id for each in case.case_file.signers):
        raise WrongUsage(IS_ADMITTED(signer=key.id), hint=SEE_KEYS())
    with case.write("admit", signer=signer) as batch:
        batch.change = Change(what="signer admitted", admitted=_public(public))
    return key.id


def _public(text: str) -> bytes:
    try:
        public = base64.b64decode(text.strip(), validate=True)
    except ValueError:
        public = b""
    if len(public) != 32:
        raise WrongUsage(NOT_A_KEY(text=text[:24]), hint=FROM_SHOW())
    return public
