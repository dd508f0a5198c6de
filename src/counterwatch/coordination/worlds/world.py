"""A world is a way in which people come to post the same things; each is one small function that registers itself.

In an organic world nobody acts on a plan that others share: what looks together is habit, news and machines. In a planted one some accounts do.
"""

from __future__ import annotations

import importlib
import pkgutil
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.table import SECOND, Layer
from counterwatch.coordination.worlds.acts import Acts

Generator = np.random.Generator
Labels = NDArray[np.int32]

MONDAY = 1_704_067_200_000
"""The first moment of every world, in milliseconds: midnight of Monday 2024-01-01, UTC."""

LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a world is: accounts, days and communities. Objects and actions follow from what people do."""

    accounts: int = 4000
    days: int = 14
    communities: int = 12

    @property
    def span(self) -> float:
        """Return the seconds that the world lasts."""
        return self.days * 86_400.0


FULL = Size()
SMALL = Size(accounts=200, communities=2)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """What a world makes: acts in seconds, and who belongs together.

    `apps` and `truth` hold, by account, the number of the owner whose app posts on several accounts and of the planted group, or -1.
    `stamp` is the step of the clock of the source, in milliseconds.
    """

    acts: Acts
    size: Size
    apps: Labels | None = None
    truth: Labels | None = None
    stamp: int = SECOND
    signal: str = "link"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Planted:
    """A layer whose answer is known: `truth` is the planted group of each account and `apps` its app, -1 where there is none.

    Two accounts of one group are a true pair. Two accounts of one app are synchronous indeed, under one owner: no error and no discovery.
    """

    layer: Layer
    truth: Labels
    apps: Labels


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One way in which people come to post: name, one line, the file of its mechanism, and for planted ones what to ask.

    `windows` are the windows (milliseconds) at which the world should be asked; `bar` says what must be found: `borrowed`, `own` or nothing.
    """

    name: str
    help: str
    mechanism: str
    build: Callable[[Generator, Size], Scene]
    planted: bool = False
    windows: tuple[int, ...] = (60_000,)
    bar: str = ""

    def draw(self, seed: int, *, small: bool = False) -> Planted:
        """Return the world with its labels; the same seed always gives the same one."""
        return settled(self.build(generator(seed, self.name), SMALL if small else FULL))

    def layer(self, seed: int, *, small: bool = False) -> Layer:
        """Return what a collection of this world holds."""
        return self.draw(seed, small=small).layer


_WORLDS: dict[str, World] = {}
Build = Callable[[Generator, Size], Scene]


def generator(seed: int, *names: str) -> Generator:
    """Return random numbers that belong to a seed and to names."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])


def organic(build: Build) -> Build:
    """Register a way in which people come to post without any plan."""
    name, line, room = _told(build)
    _WORLDS[name] = World(name=name, help=line, mechanism=room, build=build)
    return build


def planted(*, windows: tuple[int, ...] = (60_000,), bar: str = "") -> Callable[[Build], Build]:
    """Register a world in which groups act on a plan."""

    def register(build: Build) -> Build:
        name, line, room = _told(build)
        _WORLDS[name] = World(name=name, help=line, mechanism=room, build=build, planted=True, windows=windows, bar=bar)
        return build

    return register


@cache
def worlds() -> Mapping[str, World]:
    """Return every world by name."""
    room = importlib.import_module(__package__ or "")
    for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
        importlib.import_module(module.name)
    return MappingProxyType(dict(sorted(_WORLDS.items())))


def organic_worlds(*, late: bool | None = None) -> Mapping[str, World]:
    """Return the worlds without any plan: all, only those written late, or all but these."""
    return {name: each for name, each in worlds().items() if not each.planted and (late is None or (each.mechanism == LATE) == late)}


def planted_worlds() -> Mapping[str, World]:
    """Return the worlds in which groups act on a plan."""
    return {name: each for name, each in worlds().items() if each.planted}


def settled(scene: Scene) -> Planted:
    """Return a scene as a collection sees it: within its time, stamped by its clock, accounts and objects numbered without holes."""
    acts = scene.acts.within(0, scene.size.span)
    moment = (acts.time * SECOND).astype(np.int64)
    time = moment // scene.stamp * scene.stamp + MONDAY
    _, content = np.unique(acts.account.astype(np.int64) << 40 | moment, return_inverse=True)
    accounts, account = np.unique(acts.account, return_inverse=True)
    objects, object = np.unique(acts.object, return_inverse=True)
    _, first = np.unique(content * len(objects) + object, return_index=True)
    rows = {"account": account[first], "object": object[first], "time": time[first], "content": content[first]}
    layer = Layer.of(scene.signal, resolution=scene.stamp, **rows)
    none = np.full(int(accounts.max(initial=-1)) + 1, -1, np.int32)
    truth, apps = (none if each is None else each for each in (scene.truth, scene.apps))
    return Planted(layer=layer, truth=truth[accounts], apps=apps[accounts])


def _told(build: Build) -> tuple[str, str, str]:
    return build.__name__, (build.__doc__ or "").splitlines()[0], build.__module__.rsplit(".", 1)[-1]
