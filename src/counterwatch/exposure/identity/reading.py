"""Reading an identity file: TOML, or a table (CSV) with a row for each way in. What is wrong is named by entry or row, never echoed at length."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from counterwatch.core import Message, Problem, Template, UnreadableEvidence
from counterwatch.exposure.identity.graph import Account, Factor, Graph, Route
from counterwatch.exposure.identity.labels import careful, printable
from counterwatch.exposure.identity.limits import NODES, PER_ROUTE, ROUTES, SIZE, within
from counterwatch.exposure.identity.sheet import rows_of
from counterwatch.exposure.identity.tables import tables_of
from counterwatch.files.text import decode

NOT_KNOWN = Template("exposure.identity.not_known", "{place} of {name} is not understood: {reason}")
SEE_GUIDE = Template(
    "exposure.identity.see_guide",
    "the guide «The blackout drill» shows what an entry may say; `cw exposure identity --template email` prints a file to begin with",
)
TWICE = Template("exposure.identity.twice", "{place} of {name} uses the id {id} that another thing or account has already")
OWN_ID = Template("exposure.identity.own_id", "give each thing and each account an id of its own")
UNKNOWN = Template("exposure.identity.unknown", "{place} of {name} names {id}, which is neither a thing nor an account of the file")
SPELLING = Template("exposure.identity.spelling", "check the spelling, or add an entry for it")
NO_ACCOUNT = Template("exposure.identity.no_account", "{place} of {name} is a way into {id}, which is no account")
SELF = Template("exposure.identity.self", "{place} of {name} lets {id} open itself; such a way opens nothing and was left out")
NEEDS_WHAT = Template("exposure.identity.needs_what", "say what is needed besides, or leave the entry out")
NO_WAY = Template("exposure.identity.no_way", "{n} account has no way in as entered: {names}", "{n} accounts have no way in as entered: {names}")
SHOWN = 5


def read_graph(data: bytes, *, name: str) -> Graph:
    """Return the graph that a file describes; `name` is its file name, by whose ending a table is told from TOML.

    Raises `UnreadableEvidence`, with the entry or row and what to do, for what cannot be read. A way in by which an account would open itself is
    left out and listed.
    """
    within(SIZE, len(data), name=name)
    text = decode(data, name=name).text
    given = rows_of(text, name=name) if name.lower().endswith((".csv", ".tsv")) else tables_of(text, name=name)
    return checked(given, name=name)


def checked(given: list[tuple[Message, str, dict[str, Any]]], *, name: str) -> Graph:
    """Return a graph of entries, each with its place in the file and what it is («factor», «account», «route»)."""
    counted = Counter(kind for _, kind, _ in given)
    within(NODES, counted["factor"] + counted["account"], name=name)
    within(ROUTES, counted["route"], name=name)
    made = [(place, _made(place, kind, entry, name)) for place, kind, entry in given]
    nodes = [(place, each) for place, each in made if not isinstance(each, Route)]
    known = _known(nodes, name)
    routes, problems = _routes([(place, each) for place, each in made if isinstance(each, Route)], known, name)
    factors, accounts, said = careful(
        [each for _, each in nodes if isinstance(each, Factor)], [each for _, each in nodes if isinstance(each, Account)]
    )
    return Graph(
        name=printable(name), factors=tuple(factors), accounts=tuple(accounts), routes=routes,
        problems=(*problems, *said, *_without_way(accounts, routes)),
    )  # fmt: skip


def _made(place: Message, kind: str, entry: dict[str, Any], name: str) -> Factor | Account | Route:
    try:
        made: Factor | Account | Route = msgspec.convert(entry, {"factor": Factor, "account": Account, "route": Route}[kind])
    except (msgspec.ValidationError, RecursionError) as error:
        raise UnreadableEvidence(NOT_KNOWN(place=place, name=name, reason=printable(str(error))), hint=SEE_GUIDE()) from error
    within(PER_ROUTE, len(made.needs) if isinstance(made, Route) else 0, name=name)
    return made


def _known(nodes: list[tuple[Message, Any]], name: str) -> dict[str, type]:
    known: dict[str, type] = {}
    for place, each in nodes:
        if each.id in known:
            raise UnreadableEvidence(TWICE(place=place, name=name, id=printable(each.id)), hint=OWN_ID())
        known[each.id] = type(each)
    return known


def _routes(given: list[tuple[Message, Route]], known: dict[str, type], name: str) -> tuple[tuple[Route, ...], list[Problem]]:
    kept, problems = [], []
    for place, each in given:
        for need in (*each.needs, each.account):
            if need not in known:
                raise UnreadableEvidence(UNKNOWN(place=place, name=name, id=printable(need)), hint=SPELLING())
        if known[each.account] is not Account:
            raise UnreadableEvidence(NO_ACCOUNT(place=place, name=name, id=printable(each.account)), hint=NEEDS_WHAT())
        if each.account in each.needs:
            problems.append(Problem(message=SELF(place=place, name=name, id=printable(each.account)), place=str(place), records=1))
        else:
            kept.append(each)
    return tuple(kept), problems


def _without_way(accounts: list[Account], routes: tuple[Route, ...]) -> list[Problem]:
    entered = {each.account for each in routes}
    bare = [each.label or each.id for each in accounts if each.id not in entered]
    names = ", ".join(bare[:SHOWN]) + (" …" if len(bare) > SHOWN else "")
    return [Problem(message=NO_WAY(n=len(bare), names=names))] if bare else []
