"""Where each file of a bundle lies, and which names may be there at all; docs/spec/bundle-v1.md, section 2."""

from __future__ import annotations

import re

from counterwatch.case.layout import ABOUT, CHECKPOINT, SEGMENT

VERSION = 1
CASE, DERIVED, PUBLICATION = "data/case/", "data/derived/", "data/publication/"
CRATE, SEALED = "data/ro-crate-metadata.json", "data/sealed.age"
DECLARATION, INFO, INSTRUCTIONS = "bagit.txt", "bag-info.txt", "VERIFY.txt"
METHODS = ("sha256", "sha512")
MANIFESTS = tuple(f"manifest-{method}.txt" for method in METHODS)
TAG_MANIFESTS = tuple(f"tagmanifest-{method}.txt" for method in METHODS)
SIGNATURES = tuple(f"signature/tagmanifest-{method}.sig" for method in METHODS)
UNLISTED = frozenset((*TAG_MANIFESTS, *SIGNATURES))
"""What no manifest lists: the lists of tag files, and the signatures over these."""

KEY = re.compile(r"signature/([0-9a-f]{64})\.pem\Z")
PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}\Z")
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|\Z)")
OBJECT = re.compile(r"objects/([0-9a-f]{2})/(\1[0-9a-f]{62})\Z")
PUBLIC_KEY = re.compile(r"keys/[0-9a-f]{64}\.pem\Z")
CASE_FILES = frozenset({"case.json", "VERIFY.txt", "keys/secret.age", "work/index.db"})
TAGS = frozenset((DECLARATION, INFO, INSTRUCTIONS, *MANIFESTS))
MARKS = (DECLARATION, TAG_MANIFESTS[0])
"""A folder that holds one of these was meant to be a bundle."""

MOST_FILES, LONGEST_LIST, LARGEST_TAG = 1_000_000, 256 << 20, 1 << 20
"""So many files, bytes of a manifest, and bytes of another tag file: no bundle of ours comes near, and a stranger's shall cost no more."""


def is_known(path: str) -> bool:
    """May a bundle hold a file of this name? Every name that may be there is spelled out: none leads out of it, and no two differ in case alone."""
    return path in TAGS or path in UNLISTED or KEY.match(path) is not None or is_payload(path)


def is_payload(path: str) -> bool:
    """Is this the name of a file that a payload may hold?"""
    if path in (CRATE, SEALED):
        return True
    if path.startswith(CASE):
        return _is_of_case(path.removeprefix(CASE))
    return any(path.startswith(each) and _is_plain(path.removeprefix(each)) for each in (DERIVED, PUBLICATION))


def _is_plain(name: str) -> bool:
    return PLAIN_NAME.match(name) is not None and not DEVICES.match(name)


def _is_of_case(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    if folder == "ledger":
        return SEGMENT.match(name) is not None or CHECKPOINT.match(name) is not None
    if folder == "anchors":
        return ABOUT.match(name) is not None
    return path in CASE_FILES or PUBLIC_KEY.match(path) is not None or OBJECT.match(path) is not None
