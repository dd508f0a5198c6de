"""What an entry of the ledger says was done, in words: the ledger itself holds only the verb."""

from __future__ import annotations

from counterwatch.core.message import Message, Template

CREATE = Template("core.verbs.create", "case made")
ADD = Template("core.verbs.add", "evidence sealed")
PLAN = Template("core.verbs.plan", "checks chosen beforehand")
QUESTION = Template("core.verbs.question", "question to a source recorded")
FIGURES = Template("core.verbs.figures", "findings on figures recorded")
CLAIMS = Template("core.verbs.claims", "finding on a published sentence recorded")
IDENTITY = Template("core.verbs.identity", "findings on one's own accounts recorded")
COLLECT = Template("core.verbs.collect", "evidence collected and sealed")
RECEIVE = Template("core.verbs.receive", "evidence received and sealed")
RECORD = Template("core.verbs.record", "records written")
ERASE = Template("core.verbs.erase", "erased on purpose")
OFFER = Template("core.verbs.offer", "offered for handover")
ACCEPT = Template("core.verbs.accept", "receipt of a handover recorded")
ANCHOR = Template("core.verbs.anchor", "latest entry fixed outside the case")
REKEY = Template("core.verbs.rekey", "recipients changed")
RECOVER = Template("core.verbs.recover", "let back in with the recovery key")
ADMIT = Template("core.verbs.admit", "signer admitted")
RESCUE = Template("core.verbs.rescue", "rescued from a damaged case")
VIEW = Template("core.verbs.view", "looked at")
DERIVE = Template("core.verbs.derive", "working copy made")
REDACT = Template("core.verbs.redact", "redacted")
EXPORT = Template("core.verbs.export", "exported")
VERIFY = Template("core.verbs.verify", "verified")
CORRECT = Template("core.verbs.correct", "corrected")
WITHDRAW = Template("core.verbs.withdraw", "consent withdrawn")
SEAL = Template("core.verbs.seal", "sealed")
OTHER = Template("core.verbs.other", "{verb}")
VERBS = {
    "create": CREATE, "add": ADD, "collect": COLLECT, "receive": RECEIVE, "figures": FIGURES, "record": RECORD, "erase": ERASE, "offer": OFFER,
    "accept": ACCEPT, "anchor": ANCHOR, "rekey": REKEY, "admit": ADMIT, "recover": RECOVER, "rescue": RESCUE,
    "plan": PLAN, "question": QUESTION, "claims": CLAIMS, "identity": IDENTITY,
    "view": VIEW, "derive": DERIVE, "redact": REDACT, "export": EXPORT, "verify": VERIFY, "correct": CORRECT, "withdraw": WITHDRAW, "seal": SEAL,
}  # fmt: skip


def said(verb: str) -> Message:
    """Return a verb in words; one that this version does not know stands as it is."""
    return VERBS[verb]() if verb in VERBS else OTHER(verb=verb)
