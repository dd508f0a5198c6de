"""Comma, tab, semicolon or bar separated text with a row for each post, plain or packed."""

from __future__ import annotations

from pathlib import Path

from counterwatch.coordination.batch import Stream
from counterwatch.coordination.mapping import Mapping
from counterwatch.core import reader
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if

ENDINGS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz", ".csv.zst", ".tsv.zst", ".csv.bz2", ".csv.xz")


def sample() -> bytes:
    """Return posts with the eight columns of the QUT coordination-network-toolkit (README, 2022)."""
    return (
        "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n"
        "1,11,a,,,早上好 #武汉,1640995200,https://example.org/1\n"
        "2,12,b,1,,早上好 #武汉,1640995207,https://example.org/1\n"
        '3,13,c,,1,"བཀྲ་ཤིས་བདེ་ལེགས།, ياخشىمۇسىز",1640995261,https://example.org/2 https://example.org/3\n'
    ).encode()


@reader(makes=Stream, suffixes=ENDINGS, sample=sample)
def csv(source: Path | bytes, *, name: str, mapping: Mapping | None = None, progress: Progress = quiet, cancel: Cancel = never) -> Stream:
    """Reads delimited text with a row for each post, or for each thing that a post shares."""
    from counterwatch.coordination.reading.tables import stream_of_text

    stop_if(cancel)
    return stream_of_text(source, name=name, mapping=mapping or Mapping(), progress=progress, cancel=cancel)
