"""The words for what a stranger's file is and what speaks for care: codes come from the child process, sentences only from here."""

from __future__ import annotations

from types import MappingProxyType

from counterwatch.core import Template

WARNINGS = MappingProxyType(
    {
        "action": Template("files.quarantine.action", "does something as soon as it is opened"),
        "bomb": Template("files.quarantine.bomb", "unpacks to far more than it is"),
        "damaged": Template("files.quarantine.damaged", "its table of contents is damaged"),
        "disguised": Template("files.quarantine.disguised", "its name holds characters that nobody sees"),
        "embedded": Template("files.quarantine.embedded", "holds other files"),
        "encrypted": Template("files.quarantine.encrypted", "is locked with a password: nobody could look inside"),
        "external": Template("files.quarantine.external", "fetches something from elsewhere when it is opened, or may"),
        "javascript": Template("files.quarantine.javascript", "holds JavaScript"),
        "macro": Template("files.quarantine.macro", "holds macros"),
        "many": Template("files.quarantine.many", "holds more members than are looked at"),
        "mismatch": Template("files.quarantine.mismatch", "its name says that it is something else"),
        "nested": Template("files.quarantine.nested", "holds an archive inside an archive"),
        "packed": Template("files.quarantine.packed", "has packed parts that were not looked into"),
        "paths": Template("files.quarantine.paths", "would write outside of the folder into which it is unpacked"),
        "polyglot": Template("files.quarantine.polyglot", "is two kinds of file at once"),
        "programs": Template("files.quarantine.programs", "holds programs"),
        "script": Template("files.quarantine.script", "holds a script"),
        "starts": Template("files.quarantine.starts", "its name is one that a double click starts"),
        "trailing": Template("files.quarantine.trailing", "has something behind its end"),
        "unlisted": Template("files.quarantine.unlisted", "what it holds was not looked at"),
    }
)
"""What is said of a file for each code of a warning."""
