"""Keys of TLS connections that a program of one's own wrote down (the format of NSS, SSLKEYLOGFILE): they open what it sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from counterwatch.exposure.reading.limits import SECRETS

MASTER, TRAFFIC = "CLIENT_RANDOM", "CLIENT_TRAFFIC_SECRET_0"
LINE = re.compile(rb"^(CLIENT_RANDOM|CLIENT_TRAFFIC_SECRET_0) ([0-9A-Fa-f]{64}) ((?:[0-9A-Fa-f]{2}){32,48})\s*$", re.MULTILINE)


@dataclass(slots=True)
class Secrets:
    """What is known, by the random bytes of a client's greeting and the label of the secret; never shown."""

    known: dict[bytes, dict[str, bytes]] = field(default_factory=dict, repr=False)

    def add(self, text: bytes) -> None:
        """Take the lines of a key log; those of other labels, and what is no line of one, are passed over."""
        for found in LINE.finditer(text):
            if len(self.known) >= SECRETS.most:
                return
            self.known.setdefault(bytes.fromhex(found[2].decode()), {})[found[1].decode()] = bytes.fromhex(found[3].decode())

    def of(self, random: bytes) -> Mapping[str, bytes]:
        """Return the secrets of a connection by label."""
        return self.known.get(random, {})
