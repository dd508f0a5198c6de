"""One's own traffic: from a capture to findings about who received what, in a case that knows whose it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from counterwatch.api.answer import Answer
from counterwatch.api.ask import parameters
from counterwatch.api.case import seal
from counterwatch.api.first_steps import first_steps
from counterwatch.api.made_by import code_of_all, plugins_of
from counterwatch.api.own import own_case, own_traffic
from counterwatch.api.persona import persona_of
from counterwatch.case import Case
from counterwatch.core import Evidence, Finding, Message, Run, Template, replace
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if
from counterwatch.core.registry import Check, checks
from counterwatch.exposure.persona import Persona
from counterwatch.exposure.table import Watched
from counterwatch.files.contents import contents

INSTRUMENT, READER = "traffic", "exposure.read_traffic"
ORDER = ("exposure.leak", "exposure.endpoints")
ASKING = Template("api.traffic.asking", "asking: {question}")
Place = Path | bytes


def ask_traffic(
    file: Path | str,
    *,
    case: Case | Path | str | None = None,
    own_device: bool = False,
    fixture: bool = False,
    overlays: Sequence[Path | str] = (),
    keys: Path | str | None = None,
    progress: Progress = quiet,
    cancel: Cancel = never,
    **options: Any,
) -> Answer:
    """Ask of a capture of one's own device who received what, and whether one's own identifiers were in it; the run is recorded in the case.

    `own_device` declares, signed, that it was recorded on a device of one's own. `overlays` are lists of one's own that say whose a domain
    is, `keys` a key log of TLS that one's own program wrote; they are sealed with it. Raises `NoCase` without a case, `Refused` where no
    persona was entered or nothing was declared.
    """
    opened = own_case(case)
    asked = parameters(list(available().values()), options)
    own = own_traffic(opened, file, own_device=own_device, fixture=fixture, progress=progress, cancel=cancel)
    beside = [seal(opened, each, progress=progress, cancel=cancel) for each in (*([keys] if keys else []), *overlays)]
    every = [(own.evidence, own.place), *beside]
    answer = run(every, own.persona, asked, progress, cancel, marks=own.marks, has_keys=keys is not None)
    return answer.recorded(opened)


def available() -> dict[str, Check[Any, Any]]:
    """Return every check that reads traffic, by name: first what was sent of oneself."""
    known = checks(Watched)
    return {name: known[name] for name in sorted(known, key=lambda each: (ORDER.index(each) if each in ORDER else len(ORDER), each))}


def run(
    sealed: Sequence[tuple[Evidence, Place]], persona: Persona, asked: Mapping[str, Mapping[str, Any]], progress: Progress = quiet,
    cancel: Cancel = never, *, marks: tuple[Message, ...] = (), has_keys: bool = False,
) -> Answer:  # fmt: skip
    """Ask checks of a capture, the first of `sealed`; the second is a key log if it `has_keys`, the others are lists of owners.

    The same arguments always give the same findings.
    """
    from counterwatch.exposure.owners.lookup import owners
    from counterwatch.exposure.reading.captures import read_traffic

    (evidence, place), *beside = sealed
    keys, lists = (beside[0][1], beside[1:]) if has_keys else (None, beside)
    traffic = read_traffic(place, name=evidence.name, keys=keys)
    watched = Watched(traffic=traffic, persona=persona, owner=owners([(each.name, contents(copy, name=each.name)) for each, copy in lists]))
    known, findings = available(), list[Finding]()
    for number, (name, params) in enumerate(asked.items()):
        stop_if(cancel)
        progress(ASKING(question=known[name].question), number, len(asked))
        answer = known[name](watched, **params)
        findings += [answer] if isinstance(answer, Finding) else answer
    modules = [*(known[name].module for name in asked), read_traffic.__module__, owners.__module__, __name__]
    ids = tuple(each.id for each, _ in sealed)
    found = tuple(replace(each, evidence=ids) for each in findings)
    made = Run(
        instrument=INSTRUMENT, evidence=ids, reader=READER, asked={name: dict(params) for name, params in asked.items()},
        read_with=({"fixture": True} if marks else {}) | ({"keys": True} if has_keys else {}),
        code=code_of_all(modules), plugins=plugins_of(modules), problems=tuple(traffic.problems),
        findings=found, first=first_steps(found), marks=marks,
    )  # fmt: skip
    return Answer(run=made, evidence=tuple(each for each, _ in sealed), said=tuple(traffic.said))


def again_in(case: Case) -> Callable[..., Run]:
    """Return what does a stored run of a case again, with the persona of the case."""

    def again(stored: Run, evidence: Sequence[Evidence], places: Sequence[Place], progress: Progress, cancel: Cancel) -> Run:
        persona = Persona() if stored.read_with.get("fixture") else persona_of(case)
        sealed, has_keys = list(zip(evidence, places, strict=True)), bool(stored.read_with.get("keys"))
        return run(sealed, persona, stored.asked, progress, cancel, marks=stored.marks, has_keys=has_keys).run

    return again
