"""An identity file in TOML: `[[factor]]`, `[[account]]` and `[[route]]`, each with the words of its type."""

from __future__ import annotations

import tomllib
from typing import Any

from counterwatch.core import Message, Template, UnreadableEvidence
from counterwatch.exposure.identity.labels import printable

NOT_TOML = Template("exposure.identity.not_toml", "{name} is not TOML: {reason}")
NOT_A_LIST = Template("exposure.identity.not_a_list", "{name} holds {word}, which is not one of [[factor]], [[account]] and [[route]]")
SEE_TEMPLATE = Template("exposure.identity.see_template", "`cw exposure identity --template digital-id` prints a file to begin with")
FACTOR = Template("exposure.identity.place_factor", "factor {number:raw}")
ACCOUNT = Template("exposure.identity.place_account", "account {number:raw}")
ROUTE = Template("exposure.identity.place_route", "route {number:raw}")
PLACES = {"factor": FACTOR, "account": ACCOUNT, "route": ROUTE}


def tables_of(text: str, *, name: str) -> list[tuple[Message, str, dict[str, Any]]]:
    """Return the entries of a TOML file with their places, things first. Raises `UnreadableEvidence` where it is none."""
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise UnreadableEvidence(NOT_TOML(name=name, reason=printable(str(error))), hint=SEE_TEMPLATE()) from error
    for word, value in said.items():
        if word not in PLACES or not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise UnreadableEvidence(NOT_A_LIST(name=name, word=printable(word)), hint=SEE_TEMPLATE())
    return [(place(number=number), kind, each) for kind, place in PLACES.items() for number, each in enumerate(said.get(kind, []), start=1)]
