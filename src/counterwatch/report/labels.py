"""The report's own words: headings, table heads and the sentences that every report carries."""

from __future__ import annotations

from counterwatch.core import Grade, Template, Verdict

INTERNAL = Template("report.labels.internal", "INTERNAL, DO NOT SHARE")
SKIP = Template("report.labels.skip", "Skip to the findings")
CONTENTS = Template("report.labels.contents", "Contents")
UNTITLED = Template("report.labels.untitled", "Report on a case")
CASE = Template("report.labels.case", "Case")
STATE = Template("report.labels.state", "State of the ledger")
STATE_SAID = Template("report.labels.state_said", "entry {seq:raw}, {time}")
HEAD = Template("report.labels.head", "Ledger head")
LOOKED_AT = Template("report.labels.looked_at", "Looked at")
LOOKED_AT_SAID = Template("report.labels.looked_at_said", "{n} file, read by {reader}", "{n} files, read by {reader}")
HELD = Template("report.labels.held", "Evidence")
HELD_SAID = Template("report.labels.held_said", "{n} file", "{n} files")

CLAIMS = Template("report.labels.claims", "What this report says")
DO_FIRST = Template("report.labels.do_first", "What to do first", "The {n} things to do first")
SAYS = Template("report.labels.says", "What it says")
HOW_SURE = Template("report.labels.how_sure", "How sure that is")
SAYS_NOT = Template("report.labels.says_not", "What it does not say")
DEPART_OF = Template(
    "report.labels.depart_of", "{n} of {asked} asked departs from what the check expects.", "{n} of {asked} asked depart from what the check expects."
)
UNREVIEWED = Template(
    "report.labels.unreviewed",
    "No native speaker has reviewed this translation yet; where it matters, compare it with the English report, which holds the same findings.",
)
AMONG_THEM = Template("report.labels.among_them", "The strongest, {subject}: {statement}")
SURE_Q = Template(
    "report.labels.sure_q",
    "Adjusted for the number of comparisons, its p-value is {low:p}.",
    "Adjusted for the number of comparisons, the p-values of these run from {low:p} to {high:p}.",
)
SURE_P = Template(
    "report.labels.sure_p",
    "Its p-value is {low:p}; it is not adjusted for the number of comparisons.",
    "The p-values of these run from {low:p} to {high:p}; they are not adjusted for the number of comparisons.",
)
SURE_NOT = Template("report.labels.sure_not", "No p-value belongs to this check; each finding says what its numbers rest on.")
NO_CULPRIT = Template(
    "report.labels.no_culprit", "It does not say why the data look so, or that anybody acted wrongly. One innocent explanation to rule out first:"
)
NO_CULPRIT_ALONE = Template("report.labels.no_culprit_alone", "It does not say why the data look so, or that anybody acted wrongly.")
NOTHING_DEPARTS = Template(
    "report.labels.nothing_departs", "No check departed. This is not proof that the figures are sound: a check sees only what it looks for."
)
NOTHING_ASKED = Template("report.labels.nothing_asked", "Nothing has been asked yet. This report shows what the case holds.")

SINCE = Template("report.labels.since", "What changed")
SINCE_SAID = Template("report.labels.since_said", "Since the state of the ledger after entry {seq:raw} of {time}, with the head")

KEY_FIGURES = Template("report.labels.key_figures", "Key figures")
KEY_CAPTION = Template("report.labels.key_caption", "How many were asked, and what came of each")
CHECK = Template("report.labels.check", "Check")
ASKED = Template("report.labels.asked", "Asked")
UNREADABLE = Template("report.labels.unreadable", "Records that could not be read: {count}.")
REMARKS = Template("report.labels.remarks", "{n} remark on how the files were read", "{n} remarks on how the files were read")
WHAT = Template("report.labels.what", "What")

FINDINGS = Template("report.labels.findings", "Findings")
DEPARTURES = Template("report.labels.departures", "Departures")
IN_FULL = Template("report.labels.in_full", "{n} departure is shown in full.", "{n} departures are shown in full, the strongest of each check first.")
NOT_IN_FULL = Template("report.labels.not_in_full", "{n} more is listed in the tables below.", "{n} more are listed in the tables below.")
OTHERS = Template("report.labels.others", "All other findings")
LISTED = Template("report.labels.listed", "{n} finding", "{n} findings")
SUBJECT = Template("report.labels.subject", "Subject")
STATEMENT = Template("report.labels.statement", "Statement")
ESTIMATE = Template("report.labels.estimate", "Estimate")
INTERVAL = Template("report.labels.interval", "{level:%} interval {low} to {high}")
P_VALUE = Template("report.labels.p_value", "p-value")
Q_VALUE = Template("report.labels.q_value", "Adjusted p-value (q)")
GRADE = Template("report.labels.grade", "Weight")
QUESTION = Template("report.labels.question", "a question to the source, no more")
UNUSUAL = Template("report.labels.unusual", "unusual")
STRONG = Template("report.labels.strong", "strong: independent evidence agrees")
BEFOREHAND = Template("report.labels.beforehand", "chosen before the data were sealed")
AFTERWARDS = Template("report.labels.afterwards", "chosen with the data at hand: exploratory")
RANK = Template("report.labels.rank", "Rank")
RANK_SAID = Template("report.labels.rank_said", "{position:raw} of {of}, counted from the most extreme, among {among}")
WEIGHED = Template("report.labels.weighed", "How much it weighs")
INNOCENT = Template("report.labels.innocent", "What else could explain it")
NEXT = Template("report.labels.next", "What to ask and do next")
RESTS_ON = Template("report.labels.rests_on", "Rests on")
FINDING_ID = Template("report.labels.finding_id", "Finding")
ATTACHED = Template("report.labels.attached", "Attached")
FURTHER = Template("report.labels.further", "Further numbers")
NO_CHART = Template("report.labels.no_chart", "A chart of this finding is missing here: {reason}")

METHOD = Template("report.labels.method", "Method")
VERSION = Template("report.labels.version", "Version")
SOURCE = Template("report.labels.source", "Source")
PARAMETERS = Template("report.labels.parameters", "Parameters")
SOFTWARE = Template("report.labels.software", "Software")
EVIDENCE = Template("report.labels.evidence", "Evidence and custody")
EVIDENCE_CAPTION = Template("report.labels.evidence_caption", "Files as received")
NAME = Template("report.labels.name", "Name")
SIZE = Template("report.labels.size", "Bytes")
IDENTITY = Template("report.labels.identity", "Identity and hash")
ENTRIES = Template("report.labels.entries", "Ledger entries")
USED_BY = Template("report.labels.used_by", "Findings")
CUSTODY_CAPTION = Template("report.labels.custody_caption", "Who held it, when: every entry of the ledger")
TIME = Template("report.labels.time", "Time")
VERB = Template("report.labels.verb", "Done")
SIGNER = Template("report.labels.signer", "Signed by")
ATTACHMENTS_CAPTION = Template("report.labels.attachments_caption", "Attached tables")

VERIFICATION = Template("report.labels.verification", "Verification")
VERIFICATION_CAPTION = Template(
    "report.labels.verification_caption", "What was checked when this report was made; what was not checked is not a pass"
)
LEVEL = Template("report.labels.level", "Level")
OUTCOME = Template("report.labels.outcome", "Outcome")
COUNT = Template("report.labels.count", "Items")
DEFECTS = Template("report.labels.defects", "What is wrong")
NOT_VERIFIED = Template("report.labels.not_verified", "Nothing was verified when this report was made.")

LIMITS = Template("report.labels.limits", "What this report does not say")
PANEL_OFF = Template(
    "report.labels.panel_off", "This page has not been held against its own seal, because scripts are switched off here. It is complete without them."
)
PANEL_WORKING = Template("report.labels.panel_working", "This page is being held against its own seal.")
PANEL_UNABLE = Template("report.labels.panel_unable", "Not checkable here: this browser gives a page in a file no means to compute hashes.")
PANEL_CONSISTENT = Template(
    "report.labels.panel_consistent",
    "Consistent with itself, signed by the key below. Compare it with the fingerprint you got elsewhere: whoever changes a page can sign it anew.",
)
PANEL_UNSIGNED = Template("report.labels.panel_unsigned", "Consistent with itself, and not signed: anybody could have made it.")
PANEL_UNCHECKED = Template(
    "report.labels.panel_unchecked",
    "Consistent with itself. Its signature, said to be by the key below, is not checkable here: this browser lacks Ed25519.",
)
PANEL_CHANGED = Template(
    "report.labels.panel_changed",
    "Changed since it was made, by somebody, by a fault, or by an extension of this browser. The change touches:",
)
PANEL_PROOF = Template("report.labels.panel_proof", "The independent proof is cw verify, with the case it came from.")
ANSWERS = Template(
    "report.labels.answers",
    "Charts answer: point at one, or touch it, to see the values; hold Ctrl and turn the wheel to enlarge it, double-click to go back.",
)
PANEL = Template("report.labels.panel", "Is this page as it was made?")
KNOWN = Template("report.labels.known", "How often it errs")
NOT_INSTALLED = Template(
    "report.labels.not_installed", "This check is not installed here in this version: its findings are shown as recorded, and were not checked again."
)
WHAT_RESTS = Template("report.labels.what_rests", "Which findings rest on which file")
CARDS = Template("report.labels.cards", "In full")
CUSTODY_IN_SHORT = Template("report.labels.custody_in_short", "Custody in short")
TABLE = Template("report.labels.table", "Table")
TABLES = Template("report.labels.tables", "Published tables")
HEARD = Template("report.labels.heard", "Statements and right of reply")
RECEIVED = Template("report.labels.received", "From others")
GLOSSARY = Template("report.labels.glossary", "Words used here")
REPRODUCE = Template("report.labels.reproduce", "Do it again")
REPRODUCE_SAID = Template("report.labels.reproduce_said", "These commands make this report again from the case and check it:")
COLOPHON = Template("report.labels.colophon", "Colophon")
MADE_BY = Template(
    "report.labels.made_by", "Made by counterwatch {version}, from the ledger head below and nothing else: built again, it has the same bytes."
)
DRAWN_BY = Template("report.labels.drawn_by", "Charts: {program}. Another version of it may draw the same in other bytes.")
SIGNERS = Template("report.labels.signers", "Signing keys")
DAGGER_SAID = Template(
    "report.labels.dagger_said", "† This translation has not been reviewed by a person who speaks the language; the English text counts."
)
ENGLISH_SAID = Template("report.labels.english_said", "Passages without a translation are left in English.")
CARRIES = Template("report.labels.carries", "The findings travel inside this page as data; cw verify reads them from it.")

PANEL_STATES = {
    "off": PANEL_OFF, "working": PANEL_WORKING, "unable": PANEL_UNABLE, "consistent": PANEL_CONSISTENT, "unsigned": PANEL_UNSIGNED,
    "unchecked": PANEL_UNCHECKED, "changed": PANEL_CHANGED,
}  # fmt: skip
WITH_FINGERPRINT = frozenset({"consistent", "unchecked"})

LIMITATIONS = (
    Template("report.labels.limit_found", "Nothing found is no proof that figures are sound: a check sees only what it looks for."),
    Template("report.labels.limit_departs", "A departure says that the data do not look as the stated expectation would make them, not why, or who."),
    Template(
        "report.labels.limit_many", "Of many series asked, some depart by chance; the adjusted p-value counts every one asked, refused ones too."
    ),
    Template("report.labels.limit_evidence", "A hash shows that a file has not changed since it was sealed, not that it was true before."),
    Template("report.labels.limit_clock", "Times in the ledger come from the clock of the computer that wrote it; that clock can be wrong, or set."),
    Template("report.labels.limit_signer", "A signature shows who held a key, not who they are; the holder could rewrite what nobody else has seen."),
)

VERDICTS = {
    Verdict.DEPARTS: ("▲", Template("report.labels.departs", "departs")),
    Verdict.CONSISTENT: ("●", Template("report.labels.consistent", "consistent")),
    Verdict.NOT_TESTED: ("○", Template("report.labels.not_tested", "not tested")),
}
OUTCOMES = {
    "pass": ("✓", Template("report.labels.passed", "pass")),
    "fail": ("✗", Template("report.labels.failed", "fail")),
    "not checked": ("–", Template("report.labels.not_checked", "not checked")),
}
GRADES = {Grade.QUESTION: QUESTION, Grade.UNUSUAL: UNUSUAL, Grade.STRONG: STRONG}
