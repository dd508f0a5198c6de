"""The other side: an organisation is named or an act contested, and its answer is not told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from counterwatch.core import Finding, Template, Verdict, check
from counterwatch.incidents.table import Incidents, table_of
from counterwatch.incidents.worlds import careful, changed

if TYPE_CHECKING:
    import numpy as np

NOTHING = Template("incidents.missing_response.nothing", "no incident names an organisation and none is contested, so no answer is owed")
NONE = Template(
    "incidents.missing_response.none",
    "{n} incident names an organisation or is contested, and tells the answer",
    "{n} incidents name an organisation or are contested, and each tells the answer",
)
SOME = Template(
    "incidents.missing_response.some",
    "{n} of {owed} incidents that name an organisation or are contested does not tell what the other side answers: {ids}",
    "{n} of {owed} incidents that name an organisation or are contested do not tell what the other side answers: {ids}",
)
IN_SUMMARY = Template("incidents.missing_response.in_summary", "the answer may stand in the summary, where this cannot see it")
TARGET = Template(
    "incidents.missing_response.target", "the organisation may be the one that was harmed: then it is the other side whose answer counts"
)
ASK = Template("incidents.missing_response.ask", "ask, and write the answer, or that none came by a day that you name, into the column response")
SHOWN = 8


def planted(rng: np.random.Generator) -> Incidents:
    """A casebook in which half of the answers were never asked for."""
    return changed(careful(rng), rng, 0.5, lambda each: replace(each, response=""))


@check(
    reads=Incidents, cites="International Federation of Journalists 2019, Global Charter of Ethics, art. 3 and 6", honest=careful, planted=planted,
    extreme="none", libraries=(),
)  # fmt: skip
def missing_response(casebook: Incidents) -> Finding:
    """Is the answer of the other side missing?

    It is owed where an organisation is named or the act is contested. A rule, not a test.
    """
    owed = [each for each in casebook.counted if each.response or each.needs_response]
    missing = [each for each in owed if each.needs_response]
    if not owed:
        return Finding(subject=casebook.name, verdict=Verdict.NOT_TESTED, statement=NOTHING())
    ids = ", ".join(each.id for each in missing[:SHOWN]) + (", …" if len(missing) > SHOWN else "")
    rows = [(each.id, each.status, " / ".join(filter(None, (act.organisation for act in each.acts)))) for each in missing]
    return Finding(
        subject=casebook.name, verdict=Verdict.DEPARTS if missing else Verdict.CONSISTENT,
        statement=SOME(n=len(missing), owed=len(owed), ids=ids) if missing else NONE(n=len(owed)),
        numbers={"answers owed": len(owed), "answers missing": len(missing)}, limits=(IN_SUMMARY(), TARGET()), steps=(ASK(),) if missing else (),
        attachments=(table_of("answers.csv", ("id", "status", "organisation named"), rows),),
    )  # fmt: skip
