# /// script
# requires-python = ">=3.11"
# dependencies = ["roc-validator>=0.13", "rocrate>=0.16"]
# ///
"""Runs roc-validator over a folder without a network: prints what it finds, a line for each issue. It needs another rich than ours.

The validator fetches the context of RO-Crate; here it gets the one that the library `rocrate` brings along: of a later version, with the same terms.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import rdflib.plugins.shared.jsonld.context as reading
import requests
import rocrate
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

CONTEXT = (Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_bytes()
PROFILES = ("ro-crate-1.1", "process-run-crate-0.5")


def fetched(_self: Any, address: str, *_given: Any, **_named: Any) -> requests.Response:
    answer = requests.Response()
    answer.status_code, answer._content, answer.url = (200, CONTEXT, address) if "w3id.org/ro/crate" in address else (404, b"", address)
    answer.headers["Content-Type"] = "application/ld+json"
    return answer


HttpRequester.get = fetched
reading.source_to_json = lambda *_given, **_named: (json.loads(CONTEXT), None)

for profile in () if "--help" in sys.argv else PROFILES:
    settings = services.ValidationSettings(
        rocrate_uri=sys.argv[1], profile_identifier=profile, requirement_severity=models.Severity[sys.argv[2]], offline=True
    )
    for issue in services.validate(settings).get_issues():
        sys.stdout.write(f"{issue.severity.name} {issue.check.identifier}: {issue.message}\n")
    sys.stdout.write(f"done {profile}\n")
