"""Nothing here depends on whether bytes reach the disk of this machine: power failures are replayed, and others use the disk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from counterwatch.case import disk


@contextmanager
def unsynced() -> Iterator[None]:
    """Leave the waiting for the disk out."""
    with patch.object(os, "fsync", lambda _descriptor: None), patch.object(disk, "_sync_file_system", lambda _root: None):
        yield
