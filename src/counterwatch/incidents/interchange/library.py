"""Libraries of other people's formats: an extra, so that who never sends anything out need not install them."""

from __future__ import annotations

import importlib
from types import ModuleType

from counterwatch.core import Template, WrongUsage

MISSING = Template("incidents.interchange.missing", "this format needs the library {name}, which is not installed")
INSTALL = Template("incidents.interchange.install", "pip install counterwatch[interchange]")


def library(name: str) -> ModuleType:
    """Return a library. Raises `WrongUsage` with what to install where it is not there."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise WrongUsage(MISSING(name=name), hint=INSTALL()) from error
