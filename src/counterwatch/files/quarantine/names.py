"""What the name of a stranger's file says it is, against what it is; the name is text and never a place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterwatch.text.disguised import disguised

SAYS = {
    "jpg": "jpeg", "jpeg": "jpeg", "jpe": "jpeg", "png": "png", "gif": "gif", "tif": "tiff", "tiff": "tiff", "bmp": "bmp", "webp": "webp",
    "heic": "heic", "heif": "heic", "avif": "heic", "pdf": "pdf", "zip": "zip", "7z": "7z", "rar": "rar", "gz": "gzip", "tgz": "gzip", "bz2": "bzip2",
    "xz": "xz", "zst": "zstd", "tar": "tar", "docx": "office", "xlsx": "office", "pptx": "office",
    "docm": "office", "xlsm": "office", "pptm": "office",
    "odt": "office", "ods": "office", "odp": "office", "epub": "office", "doc": "ole", "xls": "ole", "ppt": "ole", "msg": "ole", "rtf": "rtf",
    "svg": "svg", "html": "html", "htm": "html", "xml": "xml", "txt": "text", "csv": "text", "md": "text",
    "log": "text", "eml": "text", "vcf": "text",
    "mp3": "audio", "m4a": "audio", "ogg": "audio", "opus": "audio", "wav": "audio", "flac": "audio", "amr": "audio", "aac": "audio", "mp4": "video",
    "mov": "video", "m4v": "video", "3gp": "video", "avi": "video", "mkv": "video", "webm": "video", "age": "age", "exe": "program", "apk": "program",
    "sh": "program", "lnk": "shortcut", "url": "shortcut", "db": "database", "sqlite": "database",
}  # fmt: skip
ALSO = {
    ("ole", "office"),
    ("office", "ole"),
    ("html", "xml"),
    ("svg", "xml"),
    ("text", "html"),
    ("text", "xml"),
    ("audio", "video"),
    ("video", "audio"),
}
"""What a name says and what a file may be all the same: a locked document of today lies in the container of old ones."""
STARTS_PROGRAMS = re.compile(
    r"\.(?:exe|scr|com|pif|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|url|msi|msix|dll|cpl|jar|apk|sh|desktop|chm|reg|command|app)\s*\Z", re.IGNORECASE
)
ENDING = re.compile(r"\.([A-Za-z0-9]{1,5})\s*\Z")


def of_name(name: str, kind: str) -> Iterator[str]:
    """Yield what is wrong with a name: it says another kind, starts a program, or hides how it ends."""
    ending = ENDING.search(name)
    said = SAYS.get(ending[1].lower(), "") if ending else ""
    if said and kind not in (said, "empty") and (said, kind) not in ALSO:
        yield "mismatch"
    if STARTS_PROGRAMS.search(name):
        yield "starts"
    if any(each.is_unseen for each in disguised(name)):
        yield "disguised"
