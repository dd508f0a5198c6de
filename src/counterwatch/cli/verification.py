"""A verification on a terminal: each level with its outcome, each defect with its file, its ledger entry and the findings it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.cli.terminal import say, show, text
from counterwatch.core import Message, Template

if TYPE_CHECKING:
    from counterwatch.case import Defect, Verification
    from counterwatch.case.standing import Standing

PASS = Template("cli.verification.pass", "pass")
FAIL = Template("cli.verification.fail", "FAIL")
NOT_CHECKED = Template("cli.verification.not_checked", "not checked")
NOT_CHECKABLE = Template("cli.verification.not_checkable", "not checkable")
ANCHORS = Template("cli.verification.anchors", "anchors  {outcome}: {message}")
LEVEL = Template("cli.verification.level", "level {level:raw}  {name}: {outcome} ({count})")
LEVEL_NOT = Template("cli.verification.level_not", "level {level:raw}  {name}: {outcome}")
DEFECT = Template("cli.verification.defect", "{file}: {message}")
ENTRY = Template("cli.verification.entry", "listed by ledger entry {seq:raw}")
TOUCHES = Template("cli.verification.touches", "touches the finding {check} on {subject}")
TOUCHES_MORE = Template("cli.verification.touches_more", "and {n} more finding; --json lists it", "and {n} more findings; --json lists them")
STILL = Template("cli.verification.still", "what still verifies:")
STILL_ENTRIES = Template("cli.verification.still_entries", "entries {numbers} of {of:raw}")
NO_ENTRY = Template("cli.verification.no_entry", "no entry of {of:raw}")
STILL_OBJECTS = Template("cli.verification.still_objects", "{intact} of {of} stored objects")
STILL_FINDINGS = Template("cli.verification.still_findings", "{intact} of {of} findings rest on nothing that is named above")
RESCUE = Template("cli.verification.rescue", "cw rescue copies what is intact into a new case")
UNCHANGED = Template("cli.verification.unchanged", "nothing was changed; keep the folder as it is, and compare it with a copy held by somebody else")
MEANING = Template(
    "cli.verification.meaning", "a pass means: consistent with itself, and signed by {key}; compare that key with the one you were given elsewhere"
)
MEANING_PAGE = Template(
    "cli.verification.meaning_page", "the page agrees with itself; it is not signed: hold its ledger head against the case it came from"
)
MEANING_NOTHING = Template(
    "cli.verification.meaning_nothing",
    "nothing of this page could be checked here, because another version of the program made it: hold its ledger head against the case it came from",
)
NOTE = Template("cli.verification.note", "note: {file}: {message}")
OUTCOMES = {"pass": PASS, "fail": FAIL, "not checked": NOT_CHECKED, "not checkable": NOT_CHECKABLE}
LISTED = 10


def show_levels(checked: Verification) -> None:
    """Print one line for each level."""
    for each in checked.levels:
        outcome = OUTCOMES[each.outcome]()
        if each.outcome == "not checked":
            show(text(LEVEL_NOT(level=each.number, name=each.name, outcome=outcome)))
        else:
            show(text(LEVEL(level=each.number, name=each.name, outcome=outcome, count=each.count)))
    if checked.anchoring:
        show(text(ANCHORS(outcome=OUTCOMES[checked.anchoring.outcome](), message=checked.anchoring.message)))


def show_verification(checked: Verification) -> None:
    """Print the levels, the defects, and what a pass or a failure means."""
    show_levels(checked)
    for defect in checked.defects:
        show_defect(defect)
    if checked.standing:
        show_standing(checked.standing)
    for note in checked.notes:
        say(NOTE(file=note.file, message=note.message))
    say(_meaning(checked))


def _meaning(checked: Verification) -> Message:
    if not checked.is_good:
        return UNCHANGED()
    if checked.founder:
        return MEANING(key=checked.founder)
    return MEANING_NOTHING() if all(each.outcome == "not checked" for each in checked.levels) else MEANING_PAGE()


def show_standing(still: Standing) -> None:
    """Print what no defect touches."""
    from counterwatch.case.intact import spans

    show(text(STILL()))
    entries = STILL_ENTRIES(numbers=spans(list(still.entries)), of=still.entries_of) if still.entries else NO_ENTRY(of=still.entries_of)
    show("  " + text(entries))
    for template, intact, of in ((STILL_OBJECTS, still.objects, still.objects_of), (STILL_FINDINGS, still.findings, still.findings_of)):
        if intact is not None and of:
            show("  " + text(template(intact=intact, of=of)))
    say(RESCUE())


def show_defect(defect: Defect) -> None:
    """Print one defect: what is wrong with which file, who lists it and what rests on it."""
    show("  " + text(DEFECT(file=defect.file, message=defect.message)))
    if defect.seq is not None:
        show("    " + text(ENTRY(seq=defect.seq)))
    for each in defect.findings[:LISTED]:
        show("    " + text(TOUCHES(check=each.check, subject=each.subject)))
    if len(defect.findings) > LISTED:
        show("    " + text(TOUCHES_MORE(n=len(defect.findings) - LISTED)))
