"""Why a file is not taken for a submission: codes come from the child process, sentences only from here."""

from __future__ import annotations

from types import MappingProxyType

from counterwatch.core import Message, Template

REASONS = MappingProxyType(
    {
        "empty": Template("incidents.intake.empty", "it is empty"),
        "not_a_file": Template("incidents.intake.not_a_file", "it is no plain file: a link, a pipe or a device"),
        "unreadable": Template("incidents.intake.unreadable", "the operating system did not let it be read"),
        "too_large": Template("incidents.intake.too_large", "it is larger than any submission"),
        "not_age": Template("incidents.intake.not_age", "it is no age file"),
        "armour": Template("incidents.intake.armour", "it is an age file as text (armour); a form saves binary ones"),
        "header": Template("incidents.intake.header", "its header is damaged or too long"),
        "passphrase": Template("incidents.intake.passphrase", "it is encrypted with a passphrase and not to the key of an intake"),
        "post_quantum": Template("incidents.intake.post_quantum", "it is encrypted to a post-quantum key (mlkem768x25519), which no intake has"),
        "other_key_type": Template("incidents.intake.other_key_type", "it is encrypted to a key of a type that no intake has"),
        "several_keys": Template("incidents.intake.several_keys", "it is encrypted to several keys; a form writes to one"),
        "length": Template("incidents.intake.length", "it has none of the lengths of a submission: it was cut off, or something was put behind it"),
        "other_key": Template(
            "incidents.intake.other_key", "it is encrypted to another key: that of another intake or another case, or its header was altered"
        ),
        "altered": Template("incidents.intake.altered", "it was altered or damaged after it was encrypted"),
        "not_envelope": Template("incidents.intake.not_envelope", "what is in it was not written by a form"),
        "lengths": Template("incidents.intake.lengths", "what is in it does not have the lengths that it states"),
        "padding": Template("incidents.intake.padding", "there is something behind its end that it does not speak of"),
        "answers": Template("incidents.intake.answers", "its answers are not those of a form"),
        "attachments": Template("incidents.intake.attachments", "its attachments are not those that it lists"),
        "other_intake": Template("incidents.intake.other_intake", "it names another intake than the one whose key opens it"),
        "memory": Template("incidents.intake.memory", "it asks for more memory than is given"),
        "child": Template("incidents.intake.child", "the process that reads it ended or fell silent, twice"),
    }
)
"""What is said of a file for each code."""
DECRYPTED = frozenset({"not_envelope", "lengths", "padding", "answers", "attachments", "other_intake"})
"""Of these the key opened the file: somebody wrote it to this intake."""


def reason(code: str) -> Message:
    """Return the sentence for a code; one that is not known is that of a process which said what cannot be."""
    return REASONS.get(code, REASONS["child"])()
