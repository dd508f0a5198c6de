"""The graph of what opens what: accounts, the things that open them, and the ways in (every need of a way at once, any one way)."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from msgspec import Meta

from counterwatch.core import Problem
from counterwatch.core.finding import Struct

FactorKind = Literal["sim", "national_id", "email", "device", "password", "passkey", "paper", "bank_card", "contact", "postal", "app"]
"""What opens an account: a phone number is a `sim`, codes kept on paper are `paper`, a friend who vouches for you a `contact`, a mailbox
that has no ways in of its own an `email` (one that has is better entered as an account)."""
RouteKind = Literal["login", "recovery", "sso"]
FACTOR_KINDS: tuple[str, ...] = get_args(FactorKind)
ROUTE_KINDS: tuple[str, ...] = get_args(RouteKind)

LONGEST_ID, LONGEST_LABEL = 64, 160
Id = Annotated[str, Meta(min_length=1, max_length=LONGEST_ID)]
Label = Annotated[str, Meta(max_length=LONGEST_LABEL)]
IMPORTANT = 2
"""An account of this importance or more counts as important."""


class Factor(Struct, frozen=True):
    """A thing that helps to open accounts. `jurisdiction` is an ISO 3166 code, `revocable_by` who can take it away (empty: only its loss)."""

    id: Id
    kind: FactorKind
    label: Label = ""
    issuer: Label = ""
    jurisdiction: Label = ""
    revocable_by: Label = ""


class Account(Struct, frozen=True):
    """An account, from 0 (would not be missed) to 3 (life depends on it). With `revocable_by` it can itself be taken away."""

    id: Id
    label: Label = ""
    importance: Annotated[int, Meta(ge=0, le=3)] = 1
    issuer: Label = ""
    jurisdiction: Label = ""
    revocable_by: Label = ""


class Route(Struct, frozen=True):
    """One way into an account: all of `needs` (ids of factors or accounts) at once."""

    account: Id
    needs: Annotated[tuple[Id, ...], Meta(min_length=1)]
    kind: RouteKind = "login"


class Graph(Struct, frozen=True):
    """What was entered about one's own accounts. Accounts and factors share their ids."""

    name: str = ""
    factors: tuple[Factor, ...] = ()
    accounts: tuple[Account, ...] = ()
    routes: tuple[Route, ...] = ()
    problems: tuple[Problem, ...] = ()
