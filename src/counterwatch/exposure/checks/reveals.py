"""What an export reveals about its owner: one finding for each kind of thing, the weightiest first."""

from __future__ import annotations

from counterwatch.core import Finding, Template, Verdict, check
from counterwatch.exposure.archive import Archive, Event
from counterwatch.exposure.reveals import kinds
from counterwatch.exposure.reveals.kinds import Told, finding, of_kind
from counterwatch.exposure.reveals.words import IDENTIFIERS, limits
from counterwatch.exposure.reveals.worlds import lived_with, new_account

NOTHING = Template(
    "exposure.reveals.nothing",
    "nothing of what is asked about stands in the {n} section that was understood; that does not show what the platform keeps, or whom it tells",
    "nothing of what is asked about stands in the {n} sections that were understood; that does not show what the platform keeps, or whom it tells",
)
PARTLY = Template(
    "exposure.reveals.partly",
    "nothing of what is asked about was found in the {n} section that was understood, but part of the export could not be read: this says nothing",
    "nothing of what is asked about was found in the {n} sections that were understood, but part of the export could not be read: this says nothing",
)
NOT_UNDERSTOOD = Template("exposure.reveals.not_understood", "no section of the export is understood, so nothing can be said about what it reveals")
OTHER_EXPORT = Template("exposure.reveals.other_export", "ask the platform for the whole of your data, as JSON where it is offered, and give that")


@check(
    reads=Archive, cites="Regulation (EU) 2016/679 (GDPR), articles 15 and 20", honest=new_account, planted=lived_with, extreme="none", libraries=()
)
def reveals(archive: Archive, *, stale_days: int = 180) -> list[Finding]:
    """What would this export reveal to somebody who gets hold of it?

    Asked for each kind of thing: places, sign-ins and devices, other persons, orders and addresses, identifiers, what is made of a face, what
    advertisers were told, settings, and the hours of the day. A session is stale that was last used `stale_days` before the newest row. An export
    departs where it reveals something of a kind; that nothing was found is never a promise.
    """
    if not any(archive.sections.values()) and not archive.events:
        return [Finding(subject=archive.platform or "export", verdict=Verdict.NOT_TESTED, statement=NOT_UNDERSTOOD(), steps=(OTHER_EXPORT(),))]
    found = [finding(archive, called, told, rows) for called, rows, told in _told(archive, stale_days)]
    return found or [_without(archive)]


def _without(archive: Archive) -> Finding:
    """Say that nothing was found; where part of the export could not be read, that says nothing."""
    understood = sum(archive.sections.values())
    numbers: dict[str, float | None] = {"sections": understood}
    if archive.unparsed or any(each.records for each in archive.problems):
        return Finding(
            subject=archive.platform, verdict=Verdict.NOT_TESTED, statement=PARTLY(n=understood), limits=limits(archive), steps=(OTHER_EXPORT(),),
            numbers=numbers,
        )  # fmt: skip
    said = NOTHING(n=understood)
    return Finding(subject=archive.platform, verdict=Verdict.CONSISTENT, statement=said, limits=limits(archive), numbers=numbers)


def _told(archive: Archive, stale_days: int) -> list[tuple[str, list[Event], Told]]:
    """Return what is said of each kind that there are rows of."""
    events = archive.events
    asked = {
        "places": (of_kind(events, "place"), kinds.where),
        "sign-ins": (of_kind(events, "login", "device"), lambda rows: kinds.signed_in(archive, rows, stale_days)),
        "other persons": ([each for each in of_kind(events, "contact", "message") if each.third], lambda rows: kinds.others(archive, rows)),
        "face": (of_kind(events, "biometric"), kinds.faces),
        "orders": (of_kind(events, "order", "address", "payment"), kinds.ordered),
        "identifiers": ([each for each in of_kind(events, "account") if each.what in IDENTIFIERS], kinds.named),
        "activity": (of_kind(events, "view", "message", "search"), lambda rows: kinds.active(archive, rows)),
        "advertising": (of_kind(events, "ad profile"), kinds.profiled),
        "settings": (of_kind(events, "setting"), kinds.open_settings),
    }
    return [(called, rows, say(rows)) for called, (rows, say) in asked.items() if rows]
