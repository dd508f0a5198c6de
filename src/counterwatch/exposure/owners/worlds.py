"""Captures for the promises of the check: a service that speaks to its own organisation only, and one that lets others in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from counterwatch.exposure.owners.lookup import owners
from counterwatch.exposure.table import Endpoint, Request, Traffic, Watched

SERVICES = (
    ("api.weixin.qq.com", "mp.weixin.qq.com", "res.wx.qq.com", "dns.weixin.qq.com"),
    ("mc.yandex.ru", "yastatic.net", "avatars.mds.yandex.net", "passport.yandex.com"),
    ("api.snapp.ir", "app.snapp.taxi", "cdn.snappfood.ir", "gw.snapp.cab"),
    ("api.iyzipay.com", "www.iyzico.com", "static.iyzipay.com"),
    ("graph.facebook.com", "static.xx.fbcdn.net", "mqtt.whatsapp.net"),
)
"""Hosts of one organisation each."""
OTHERS = ("ulogs.umeng.com", "app-measurement.com", "launches.appsflyersdk.com", "sdk.talkingdata.com", "stat.tapsell.ir", "bjuser.jpush.cn")
"""Hosts of those who measure, advertise and push for others."""


def one_organisation(rng: np.random.Generator, n: int = 60) -> Watched:
    """Return a capture in which all requests go to the organisation whose service it is."""
    return capture(rng, SERVICES[rng.integers(len(SERVICES))], n)


def with_others(rng: np.random.Generator, n: int = 60) -> Watched:
    """Return a capture in which a quarter of the requests go to others who work for the service."""
    own, others = SERVICES[rng.integers(len(SERVICES))], rng.choice(OTHERS, size=2, replace=False)
    return capture(rng, [*own * 2, *map(str, others)], n)


def capture(rng: np.random.Generator, hosts: Sequence[str], n: int) -> Watched:
    """Return `n` requests to some hosts, each host at least once, some of them unreadable."""
    chosen = [*hosts, *(str(each) for each in rng.choice(hosts, size=max(n - len(hosts), 0)))]
    sizes, hidden = rng.integers(80, 900, size=len(chosen)), rng.random(len(chosen)) < 0.3
    requests = tuple(
        Request(
            locator=f"entry {number}",
            endpoint=Endpoint(host=host, port=443),
            protocol="https",
            parts=() if dark else (("body", bytes(int(size))),),
            unreadable={"encrypted": int(size)} if dark else {},
        )
        for number, (host, size, dark) in enumerate(zip(chosen, sizes, hidden, strict=True), start=1)
    )
    return Watched(traffic=Traffic(name="simulated", requests=lambda: iter(requests)), owner=owners())
