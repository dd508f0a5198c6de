"""The case folder: seal, ledger, signatures, verification. Its format is docs/spec/case-v1.md."""

from counterwatch.case.admission import admit
from counterwatch.case.anchor_check import Outside
from counterwatch.case.bare.hashing import hash_of
from counterwatch.case.batch import Batch
from counterwatch.case.case import Case
from counterwatch.case.case_file import Recipient
from counterwatch.case.custody import CustodyEvent, Handled, Head, StoredRun
from counterwatch.case.defect import Defect, Touched
from counterwatch.case.founding import must_be_free
from counterwatch.case.identity import Identity, Locked, identity_file, is_kept, make_identity, move_identity, open_identity
from counterwatch.case.rebuild import rebuild_index
from counterwatch.case.rekey import add_recipient, remove_recipient
from counterwatch.case.rerun import NotAgain, Rerun
from counterwatch.case.signing import Signer
from counterwatch.case.verification import Anchoring, AnchorOutcome, LevelResult, Note, Outcome, Verification
from counterwatch.case.verify import verify

__all__ = [
    "AnchorOutcome", "Anchoring", "Batch", "Case", "CustodyEvent", "Defect", "Handled", "Head", "Identity", "LevelResult", "Locked", "NotAgain",
    "Note", "Outcome", "Outside", "Recipient", "Rerun", "Signer", "StoredRun", "Touched", "Verification", "add_recipient", "admit", "hash_of",
    "identity_file", "is_kept", "make_identity", "move_identity", "must_be_free", "open_identity", "rebuild_index", "remove_recipient", "verify",
]  # fmt: skip
