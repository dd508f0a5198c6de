"""Fifteen questions after which a graph of one's own accounts stands there: ten about things, five about accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from counterwatch.core import Template
from counterwatch.exposure.identity.graph import Account, Factor, FactorKind, Graph, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingQuestion:
    """Asks for a thing by what it is; `can_be_taken` says that somebody other than a thief can take it away."""

    id: str
    kind: FactorKind
    text: Template
    can_be_taken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountQuestion:
    """Asks for an account that one could hardly do without, of an importance from 0 to 3."""

    id: str
    text: Template
    importance: int = 3


THINGS = (
    ThingQuestion(
        id="number", kind="sim", can_be_taken=True, text=Template("exposure.questions.number", "the phone number that most services know you by")
    ),
    ThingQuestion(
        id="number-2", kind="sim", can_be_taken=True, text=Template("exposure.questions.number_2", "a second number, such as one from abroad")
    ),
    ThingQuestion(
        id="digital-id",
        kind="national_id",
        can_be_taken=True,
        text=Template("exposure.questions.id", "an ID, passport or digital ID that services ask for"),
    ),
    ThingQuestion(id="phone", kind="device", text=Template("exposure.questions.phone", "the phone that you sign in with")),
    ThingQuestion(id="device-2", kind="device", text=Template("exposure.questions.device_2", "a second device that is signed in, such as a laptop")),
    ThingQuestion(
        id="password", kind="password", text=Template("exposure.questions.password", "your passwords, in your head, on paper or in a manager")
    ),
    ThingQuestion(id="passkey", kind="passkey", text=Template("exposure.questions.passkey", "a passkey or a security key")),
    ThingQuestion(id="codes", kind="paper", text=Template("exposure.questions.codes", "recovery codes on paper")),
    ThingQuestion(id="card", kind="bank_card", can_be_taken=True, text=Template("exposure.questions.card", "a bank card that proves who you are")),
    ThingQuestion(
        id="friend", kind="contact", text=Template("exposure.questions.friend", "somebody who can vouch for you or receives a code for you")
    ),
)
ACCOUNTS = (
    AccountQuestion(id="mailbox", text=Template("exposure.questions.mailbox", "the mailbox to which other services send their links")),
    AccountQuestion(id="messenger", text=Template("exposure.questions.messenger", "the messenger or super-app in which people reach you")),
    AccountQuestion(id="bank", text=Template("exposure.questions.bank", "your bank or payment app")),
    AccountQuestion(id="storage", importance=2, text=Template("exposure.questions.storage", "where your photos, documents or backups are kept")),
    AccountQuestion(
        id="office", importance=2, text=Template("exposure.questions.office", "an office that you deal with: pension, health, residence")
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingAnswer:
    """What a thing is called, and who can take it away (empty: only its loss)."""

    label: str
    taken_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAnswer:
    """What an account is called and its ways in: each the ids that are needed together."""

    label: str
    ways: Sequence[Sequence[str]]


def graph_of(things: Mapping[str, ThingAnswer], accounts: Mapping[str, AccountAnswer]) -> Graph:
    """Return the graph that some answers describe; what was left out is not in it."""
    factors = [
        Factor(id=each.id, kind=each.kind, label=things[each.id].label, revocable_by=things[each.id].taken_by) for each in THINGS if each.id in things
    ]
    asked = [each for each in ACCOUNTS if each.id in accounts]
    nodes = [Account(id=each.id, label=accounts[each.id].label, importance=each.importance) for each in asked]
    routes = [Route(account=each.id, needs=tuple(way)) for each in asked for way in accounts[each.id].ways]
    return Graph(factors=tuple(factors), accounts=tuple(nodes), routes=tuple(routes))


def ways_from(text: str, known: Sequence[str]) -> list[list[str]]:
    """Return the ways in that a line names: numbers of things, `+` for together, a comma for another way. Raises `ValueError` with what is none."""
    ways = []
    for way in text.replace("，", ",").replace("＋", "+").split(","):
        numbers = [each.strip() for each in way.split("+") if each.strip()]
        for each in numbers:
            if not each.isdecimal() or not 1 <= int(each) <= len(known):
                raise ValueError(each)
        if numbers:
            ways.append([known[int(each) - 1] for each in numbers])
    return ways


def written_graph(graph: Graph) -> str:
    """Return a graph as the TOML that `read_graph` reads."""
    lines = []
    for word, entries in (("factor", graph.factors), ("account", graph.accounts), ("route", graph.routes)):
        for each in entries:
            lines.append(f"[[{word}]]")
            # JSON's way of writing texts and lists of texts is one of TOML's.
            lines += [f"{name} = {msgspec.json.encode(value).decode()}" for name, value in msgspec.to_builtins(each).items() if value not in ("", ())]
            lines.append("")
    return "\n".join(lines)
