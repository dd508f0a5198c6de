"""The identifiers of a persona in the parts of requests; a part that was sent before is not searched again."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass

from counterwatch.exposure.leaks.decode import views
from counterwatch.exposure.leaks.forms import Exactness
from counterwatch.exposure.leaks.limits import REMEMBERED
from counterwatch.exposure.leaks.needles import Needles
from counterwatch.exposure.leaks.scan import Place, places
from counterwatch.exposure.leaks.views import Budget, Step, View
from counterwatch.exposure.persona import Kind, Persona


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An identifier in a part, without its value: what it is called, in which form and digest, and by which steps it is read."""

    label: str
    kind: Kind
    form: str
    digest: str
    exactness: Exactness
    path: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What a part holds, and the codes of the limits that were met in decoding it."""

    found: tuple[Found, ...]
    met: frozenset[str] = frozenset()


class Search:
    """Searches parts for the needles of a persona. `read` and `decoded` count the bytes that were searched, as sent and as views."""

    def __init__(self, persona: Persona) -> None:
        self.needles = Needles(persona)
        self.read = self.decoded = 0
        self._known: OrderedDict[bytes, Searched] = OrderedDict()

    def __repr__(self) -> str:
        return f"<search for {len(self.needles)} needles>"

    def __call__(self, data: bytes) -> Searched:
        """Return what bytes hold, each way of reading it once."""
        key = hashlib.blake2b(data, digest_size=16).digest()
        if key not in self._known:
            self._known[key], decoded = self._searched(data)
            self.read += len(data)
            self.decoded += decoded
        self._known.move_to_end(key)
        while len(self._known) > REMEMBERED.most:
            self._known.popitem(last=False)
        return self._known[key]

    def tells(self, text: str) -> bool:
        """Return whether a name that is to be shown holds an identifier itself; it is not counted among what was searched."""
        return bool(self._searched(text.encode("utf-8", "surrogatepass"))[0].found)

    def _searched(self, data: bytes) -> tuple[Searched, int]:
        """Return what bytes hold and how many bytes of views were looked at."""
        if not self.needles.patterns:
            return Searched(found=()), 0
        budget, found = Budget(size=len(data)), dict[Found, None]()
        for view in views(data, budget):
            found.update(dict.fromkeys(_found(view, place) for place in places(self.needles, view.data)))
        return Searched(found=shortest(list(found)), met=frozenset(budget.met)), budget.decoded


def shortest(found: list[Found]) -> tuple[Found, ...]:
    """Return what was found without what is told already by some of the same steps: whoever reads it with fewer needs no mention of more."""
    known: dict[tuple[str, str, Exactness], list[tuple[Step, ...]]] = {}
    for each in found:
        known.setdefault((each.label, each.digest, each.exactness), []).append(each.path)
    return tuple(each for each in found if not any(_fewer(path, each.path) for path in known[each.label, each.digest, each.exactness]))


def _fewer(shorter: tuple[Step, ...], path: tuple[Step, ...]) -> bool:
    """Return whether a path is another with further steps between or around."""
    rest = iter(path)
    return len(shorter) < len(path) and all(step in rest for step in shorter)


def _found(view: View, place: Place) -> Found:
    needle = place.needle
    return Found(
        label=needle.identifier.label, kind=needle.identifier.kind, form=place.form, digest=needle.digest, exactness=needle.exactness,
        path=_path(view.path, plus=place.plus),
    )  # fmt: skip


def _path(path: tuple[Step, ...], *, plus: bool) -> tuple[Step, ...]:
    """Return the steps; percent escapes with a plus for a space are one: the encoding of forms."""
    if not plus:
        return path
    return (*path[:-1], "form") if path and path[-1] == "url" else (*path, "form")
