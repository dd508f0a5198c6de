"""Counterwatch: sealed evidence, honest findings, reports that a stranger can check again.

What the commands do is one call each: `import counterwatch as cw`, then `cw.ask_figures("hubei.csv")`, `cw.screen`, `cw.new_case`, `cw.add`,
`cw.write_report`, `cw.verify`, `cw.log`, `cw.unlock`, `cw.demo`; `cw.ask_coordination`, `cw.ask_identity`, `cw.ask_traffic` and
`cw.ask_archive` ask the other instruments, `cw.import_sheet` fills a casebook, `cw.redact` removes areas of a file, `cw.export_bundle`,
`cw.verify_bundle` and `cw.import_bundle` hand a case over; `cw.Columns` says how a file is to be read. Nothing is imported before it is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from counterwatch.core.version import __version__

if TYPE_CHECKING:
    from counterwatch.api.archives import ask_archive
    from counterwatch.api.bundle import export_bundle
    from counterwatch.api.bundle_check import verify_bundle
    from counterwatch.api.bundle_import import import_bundle
    from counterwatch.api.case import add, log, new_case, open_case
    from counterwatch.api.coordination import ask_coordination
    from counterwatch.api.demo import demo
    from counterwatch.api.figures import ask_figures
    from counterwatch.api.identity import ask_identity
    from counterwatch.api.incidents import import_sheet
    from counterwatch.api.keys import unlock
    from counterwatch.api.redact import redact
    from counterwatch.api.report import write_report
    from counterwatch.api.screening import screen
    from counterwatch.api.traffic import ask_traffic
    from counterwatch.api.verify import verify
    from counterwatch.figures.columns import Columns

__all__ = [
    "Columns", "__version__", "add", "ask_archive", "ask_coordination", "ask_figures", "ask_identity", "ask_traffic", "demo", "export_bundle",
    "import_bundle", "import_sheet", "log", "new_case", "open_case", "redact", "screen", "unlock", "verify", "verify_bundle", "write_report",
]  # fmt: skip

_PLACES = {
    "Columns": "figures.columns", "add": "api.case", "ask_archive": "api.archives",
    "ask_coordination": "api.coordination", "ask_figures": "api.figures", "ask_identity": "api.identity", "ask_traffic": "api.traffic",
    "export_bundle": "api.bundle", "import_bundle": "api.bundle_import", "verify_bundle": "api.bundle_check",
    "import_sheet": "api.incidents", "demo": "api.demo", "log": "api.case",
    "new_case": "api.case", "open_case": "api.case", "screen": "api.screening",
    "redact": "api.redact", "verify": "api.verify", "unlock": "api.keys", "write_report": "api.report",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    return list(__all__)
