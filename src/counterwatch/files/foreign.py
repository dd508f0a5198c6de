"""Errors of libraries that parse other people's files, said in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from counterwatch.core import Message, UnreadableEvidence


@contextmanager
def unreadable_where(*errors: type[Exception], message: Message, hint: Message) -> Iterator[None]:
    """Raise `UnreadableEvidence` where one of the named errors happens, or where a parser in Rust gives up."""
    try:
        yield
    except errors as error:
        raise UnreadableEvidence(message, hint=hint) from error
    except BaseException as error:
        # Each library in Rust makes this class anew and does not export it: only its name can be asked for.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableEvidence(message, hint=hint) from error
