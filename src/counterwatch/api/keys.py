"""One's own keys, and who can read a case: unlocked for a while, shown, added, removed, moved."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path

from counterwatch.case import Identity, Signer, is_kept, make_identity, move_identity, open_identity, session
from counterwatch.case.identity import CHOOSE, EMPTY, set_aside
from counterwatch.case.recovery_key import AskAgain
from counterwatch.core import Template, WrongUsage
from counterwatch.core.errors import CounterwatchError

Ask = Callable[[], str | None]

HOURS = session.HOURS

ASKING: ContextVar[Ask | None] = ContextVar("asking", default=None)
"""How this program asks for the passphrase of keys that are there; the command line sets it, a notebook passes an identity instead."""

CHOOSING: ContextVar[Ask | None] = ContextVar("choosing", default=None)
"""How this program asks for the passphrase of keys that are being made."""

RECOVERING: ContextVar[AskAgain | None] = ContextVar("recovering", default=None)
"""How this program asks for the recovery key of a case."""

CHOOSE_FIRST = Template("api.keys.choose_first", "there are no keys of yours yet, and nobody to choose a passphrase for them")
GIVE_ONE = Template(
    "api.keys.give_one", "`cw unlock` on a terminal makes them; elsewhere give a passphrase on a descriptor: --passphrase-fd 3 3< FILE"
)
NOT_KEPT = Template("api.keys.not_kept", "the keys are right, but this machine has no folder in memory to keep them unlocked in")
EACH_TIME = Template("api.keys.each_time", "the passphrase will be asked for each time; nothing was written to a disk")


def own_identity(ask: Ask | None = None) -> Identity:
    """Return the user's keys: those that are unlocked, else by asking for the passphrase."""
    return session.kept() or open_identity(ask or ASKING.get() or nobody)


def first_identity(*, choose: Ask | None = None) -> Identity:
    """Return the user's keys, made now where there are none."""
    return own_identity() if is_kept() else make_identity(_chosen(choose))


def fresh_identity(*, choose: Ask | None = None) -> tuple[Identity, list[Path]]:
    """Make new keys; those that cannot be opened any more are set aside, and nothing of them is deleted. Return where they are now."""
    passphrase = _chosen(choose)
    session.forget()
    aside = set_aside()
    return make_identity(passphrase), aside


def _chosen(choose: Ask | None) -> str:
    passphrase = (choose or CHOOSING.get() or nobody)()
    if passphrase is None:
        raise CounterwatchError(CHOOSE_FIRST(), hint=GIVE_ONE())
    # Said before anything is set aside.
    if not passphrase.strip():
        raise WrongUsage(EMPTY(), hint=CHOOSE())
    return passphrase


def unlocked() -> Identity | None:
    """Return the user's keys if that takes no question."""
    return session.kept()


def unlock(passphrase: str | None = None) -> Identity:
    """Unlock the user's keys for twelve hours, in memory only; they are made on first use."""
    given = None if passphrase is None else iter([passphrase])
    ask = None if given is None else lambda: next(given, None)
    found = open_identity(ask or ASKING.get() or nobody) if is_kept() else first_identity(choose=ask)
    if not session.keep(found):
        raise CounterwatchError(NOT_KEPT(), hint=EACH_TIME())
    return found


def lock() -> bool:
    """Forget the unlocked keys; say whether there were any."""
    return session.forget()


def move(folder: Path | str) -> Path:
    """Move the file of the user's keys, such as to a card; return where it is now."""
    session.forget()
    return move_identity(Path(folder))


def signer() -> Signer:
    """Return the local signing key, made on first use; with an identity, it is part of that."""
    return own_identity().signer if is_kept() else Signer.load()


def nobody() -> None:
    """Answer as nobody does."""
