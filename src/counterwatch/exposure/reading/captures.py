"""A capture of any format that is known as `Traffic`."""

from __future__ import annotations

import inspect
from pathlib import Path

from counterwatch.core import Template, WrongUsage
from counterwatch.exposure.reading.recognising import reader_for
from counterwatch.exposure.table import Traffic

NO_KEYS = Template("exposure.captures.no_keys", "{name} holds no packets that keys could open")
LEAVE_OUT = Template("exposure.captures.leave_out", "leave the key log out: what a proxy or browser saved is open already")


def read_traffic(source: Path | bytes, *, name: str, keys: Path | bytes | None = None) -> Traffic:
    """Return what a capture says was sent; `UnreadableEvidence` where it is no capture, or none of a version that can be read.

    `keys` is a key log of TLS (SSLKEYLOGFILE) that one's own program wrote; only captures of packets are opened with one.
    """
    reader = reader_for(source, name=name)
    given = {} if keys is None else {"keys": keys}
    if given and "keys" not in inspect.signature(reader.function).parameters:
        raise WrongUsage(NO_KEYS(name=name), hint=LEAVE_OUT())
    traffic: Traffic = reader.function(source, name=name, **given)
    return traffic
