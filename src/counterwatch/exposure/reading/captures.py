"""A capture of any format that is known as `Traffic`."""

from __future__ import annotations

from pathlib import Path

from counterwatch.exposure.reading.recognising import reader_for
from counterwatch.exposure.table import Traffic


def read_traffic(source: Path | bytes, *, name: str) -> Traffic:
    """Return what a capture says was sent; `UnreadableEvidence` where it is no capture, or none of a version that can be read."""
    traffic: Traffic = reader_for(source, name=name).function(source, name=name)
    return traffic
