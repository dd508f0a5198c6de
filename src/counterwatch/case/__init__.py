"""The case folder: seal, ledger, signatures, verification. Its format is docs/spec/case-v1.md."""

from counterwatch.case.anchor_check import Outside
from counterwatch.case.batch import Batch
from counterwatch.case.case import Case
from counterwatch.case.custody import CustodyEvent, Handled, Head, StoredRun
from counterwatch.case.defect import Defect, Touched
from counterwatch.case.objects import hash_of
from counterwatch.case.rebuild import rebuild_index
from counterwatch.case.signing import Signer
from counterwatch.case.verification import Anchoring, AnchorOutcome, LevelResult, Note, Outcome, Verification
from counterwatch.case.verify import Rerun, verify

__all__ = [
    "AnchorOutcome", "Anchoring", "Batch", "Case", "CustodyEvent", "Defect", "Handled", "Head", "LevelResult", "Note", "Outcome", "Outside",
    "Rerun", "Signer", "StoredRun", "Touched", "Verification", "hash_of", "rebuild_index", "verify",
]  # fmt: skip
