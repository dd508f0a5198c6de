"""What can go dark at once: one thing, or everything that one authority can take away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from counterwatch.core import Message, Template, WrongUsage
from counterwatch.exposure.identity.closures import Access, lost_without, opened_by, ways_left
from counterwatch.exposure.identity.index import Index
from counterwatch.exposure.identity.labels import printable

ALL_OF = Template("exposure.identity.all_of", "all that {name} can take")
ONE = Template("exposure.identity.one", "{name}")
NOT_THERE = Template("exposure.identity.not_there", "the file has no thing, account or authority called {id}")
NAME_ONE = Template("exposure.identity.name_one", "these can be taken: {names}")
SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Something that happens: `name` for people, `taken` the numbers of what goes. `by_authority`: all that one authority can revoke."""

    name: str
    taken: tuple[int, ...]
    by_authority: bool = False

    @property
    def said(self) -> Message:
        """What happens, as a part of a sentence."""
        return (ALL_OF if self.by_authority else ONE)(name=self.name)


def scenarios(index: Index) -> list[Scenario]:
    """Return every single loss: each thing that can be taken, then each authority that can revoke more than one."""
    alone = [Scenario(name=index.called(each), taken=(each,)) for each in index.takeable()]
    return alone + [each for each in authorities(index) if len(each.taken) > 1]


def authorities(index: Index) -> list[Scenario]:
    """Return for each authority what it can take away, by name."""
    held: dict[str, list[int]] = {}
    for each in index.takeable():
        held.setdefault(index.node(each).revocable_by, []).append(each)
    held.pop("", None)
    return [Scenario(name=name, taken=tuple(taken), by_authority=True) for name, taken in sorted(held.items())]


def scenario_of(index: Index, id: str) -> Scenario:
    """Return what goes when a thing, an account or an authority of this name goes; a named error where there is none."""
    if id in index.number:
        return Scenario(name=index.called(index.number[id]), taken=(index.number[id],))
    found = next((each for each in authorities(index) if each.name == id), None)
    if found is None:
        names = [printable(index.ids[each]) for each in index.takeable()] + [each.name for each in authorities(index)]
        raise WrongUsage(NOT_THERE(id=printable(id)), hint=NAME_ONE(names=", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Dark:
    """What one loss leaves: accounts lost, accounts with fewer ways in than before, accounts kept as they were."""

    scenario: Scenario
    lost: tuple[int, ...]
    degraded: tuple[int, ...]
    kept: tuple[int, ...]


def dark(index: Index, before: Access, scenario: Scenario) -> Dark:
    """Return what a loss leaves of the accounts that could be opened before."""
    gone = lost_without(index, before, scenario.taken)
    rest = [each for each in index.accounts if before.opened[each] and each not in gone]
    fewer = {each for each in rest if len(set(ways_left(index, before, gone, each))) > 1}
    lost = tuple(sorted(each for each in gone if each >= len(index.factors)))
    return Dark(scenario=scenario, lost=lost, degraded=tuple(sorted(fewer)), kept=tuple(each for each in rest if each not in fewer))


def opened_accounts(index: Index, scenario: Scenario) -> list[int]:
    """Return the accounts that open to whoever seizes this, other than those seized."""
    return sorted(each for each in opened_by(index, scenario.taken) if each >= len(index.factors) and each not in scenario.taken)


def reaching(found: Iterable[int], important: Iterable[int]) -> list[int]:
    """Return the important ones among some accounts, in the order of importance."""
    among = set(found)
    return [each for each in important if each in among]
