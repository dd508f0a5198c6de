"""What an entry of the ledger says was done, in words: the ledger itself holds only the verb."""

from __future__ import annotations

from counterwatch.core.message import Message, Template

CREATE = Template("core.verbs.create", "case made")
ADD = Template("core.verbs.add", "evidence sealed")
FIGURES = Template("core.verbs.figures", "findings on figures recorded")
OTHER = Template("core.verbs.other", "{verb}")
VERBS = {"create": CREATE, "add": ADD, "figures": FIGURES}


def said(verb: str) -> Message:
    """Return a verb in words; one that this version does not know stands as it is."""
    return VERBS[verb]() if verb in VERBS else OTHER(verb=verb)
