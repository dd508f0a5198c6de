"""What is said of a group: a sentence per class, what else could explain it, and what to read next. Never who, why or for whom."""

from __future__ import annotations

from counterwatch.core import Grade, Message, Template

A = Template(
    "coordination.said.a",
    "{n} accounts acted on the same {what} within {window} of each other on separate occasions (half of the pairs on {occasions} or more, "
    "where {expected:.1} are expected), more often than their own reaction speeds, their clock habits and what other accounts did at the same "
    "moments explain (q at most {q:p} under this model)",
)
T = Template(
    "coordination.said.t",
    "{n} accounts acted on the same {what} within {window} of each other more often than their habits explain (q at most {q:p}), but others act more "
    "right after these moments than right before, or one account is first nearly each time: a trigger that others saw too may explain it, or "
    "accounts that follow one another",
)
B = Template(
    "coordination.said.b",
    "{n} accounts react fast to the same {what}, within {window} of each other, half of the pairs on {occasions} occasions or more; "
    "subscribers of one alert, apps that post on several accounts and groups that act on a plan cannot be told apart here, and no error rate is "
    "claimed",
)
SENTENCES = {"A": A, "T": T, "B": B}
GRADES = {"A": Grade.STRONG, "T": Grade.UNUSUAL, "B": Grade.QUESTION}

LIMITS = (
    Template(
        "coordination.said.limit_meaning",
        "this does not show intent, automation or who stands behind it; people who organise a protest act in synchrony too",
    ),
    Template("coordination.said.limit_alerts", "subscribers of one push alert, newsletter or channel react to it at the same time"),
    Template("coordination.said.limit_live", "people who watch the same match, debate or broadcast post about the same moment"),
    Template("coordination.said.limit_fans", "fan clubs and campaigns that ask openly for posts at an hour do what they announce"),
    Template(
        "coordination.said.limit_owner", "one owner's several pages, local editions of one medium and cross-posting apps post together by design"
    ),
    Template(
        "coordination.said.limit_private",
        "a trigger that this collection does not show, such as a group chat or an e-mail alert, looks the same: the error statement does not "
        "cover it",
    ),
)
STEPS = (
    Template(
        "coordination.said.step_read", "read what was pushed, in the table of the group: is there one publisher, one event or one app behind it?"
    ),
    Template("coordination.said.step_sweep", "ask again with other windows (--sweep 10s,60s,10m): what holds at several hangs less on one choice"),
    Template(
        "coordination.said.step_background",
        "add posts of the same days and topics from other accounts, if few in this collection are outside the groups",
    ),
    Template("coordination.said.step_ask", "before you publish: look for an open call, an alert or a shared owner, and ask those concerned"),
)
DISARM = Template(
    "coordination.said.disarm",
    "candidates to check in the DISARM framework, if reading bears them out: {techniques}; they name a conduct, not who is behind it",
)
TECHNIQUES = {
    "hashtag": "T0049 (Flood Information Space), T0049.002 (Flood Existing Hashtag)",
    "reply": "T0048 (Harass), T0049.005 (Conduct Swarming)",
}
TECHNIQUES |= {"reply_account": TECHNIQUES["reply"], "mention": TECHNIQUES["reply"], "hashtag_sequence": TECHNIQUES["hashtag"]}
ANY = "T0049 (Flood Information Space), T0049.005 (Conduct Swarming)"


def steps(signal: str, kind: str) -> tuple[Message, ...]:
    """Return what to do next for a group of a signal and a class."""
    plain = tuple(each() for each in STEPS)
    return plain if kind == "B" else (*plain, DISARM(techniques=TECHNIQUES.get(signal, ANY)))
