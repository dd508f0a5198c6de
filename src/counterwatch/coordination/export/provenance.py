"""What every file of pairs says about itself: where it is from, how it was made, and what it does not show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from counterwatch.core import Message, Template
from counterwatch.core.version import __version__

DOES_NOT_SHOW = Template(
    "coordination.export.does_not_show",
    "An edge is synchrony: two accounts acted on the same objects close in time. It does not show intent, automation, inauthenticity or a sponsor. "
    "Accounts that react to a common trigger that is not in the data (a group chat, an alert, one operator's several pages) look the same. "
    "Class A: more often than the accounts' own reaction speeds, their clock habits and other accounts at the same moments explain, within the "
    "error rate asked for. Class T: outsiders act more then, too. Class B: fast reaction to the same source, without an error rate.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """The evidence (ids of files) that pairs rest on, the parameters that they were found with, and what else there is to say."""

    evidence: Sequence[str] = ()
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)
    said: Sequence[Message] = ()

    def attributes(self) -> dict[str, str]:
        """Return all of it as short names and texts."""
        parameters = {f"parameter_{name}": str(value) for name, value in sorted(self.parameters.items())}
        return {
            "made_with": f"counterwatch {__version__}", "evidence": " ".join(self.evidence), **parameters,
            "does_not_show": str(DOES_NOT_SHOW()), "notes": " ".join(map(str, self.said)),
        }  # fmt: skip
