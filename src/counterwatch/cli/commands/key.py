"""`cw key`: one's own keys, and who can read and sign a case."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from counterwatch.cli.commands.new import KEEP_RECOVERY
from counterwatch.cli.passphrase import passphrase_option, recovery_option
from counterwatch.cli.terminal import progress, say, say_next, show, text
from counterwatch.core import Template

OWN_READING = Template("cli.key.own_reading", "your key for reading, to be given to others: {recipient}")
OWN_SIGNING = Template("cli.key.own_signing", "your key for signing, to be given to others: {public}")
OWN_NUMBER = Template("cli.key.own_number", "its number, to be compared by voice: {signer}")
READER = Template("cli.key.reader", "can read: {recipient}  ({label})")
SIGNER = Template("cli.key.signer", "may sign: {signer}")
RECOVERED = Template("cli.key.recovered", "may sign, let in by the recovery key and not by a former signer: {signer}")
RECOVERY = Template("cli.key.recovery", "may let somebody back in, and sign nothing else (the recovery key): {signer}")
FOUNDER = Template("cli.key.founder", "may sign, and made the case: {signer}")
ANYBODY = Template("cli.key.anybody", "plain: anybody who gets this folder can read what is in it")
ADDED = Template("cli.key.added", "from here on {recipient} can read this case, everything in it included")
REMOVED = Template("cli.key.removed", "from here on {recipient} cannot open this case")
COPIES = Template("cli.key.copies", "copies that its holder already has, and what they have read, stay readable to them")
ADMITTED = Template("cli.key.admitted", "from here on the key with this number may sign: {signer}; compare the number by voice")
MOVED = Template("cli.key.moved", "your keys are now in {file}, and are looked for there")
OLD_PLACE = Template("cli.key.old_place", "the old file is deleted; its bytes, still under the passphrase, may stay on that disk")
NEW_RECOVERY = Template(
    "cli.key.new_recovery", "new recovery key, shown this once; the old one counts until this command says that you are back in: {key}"
)
BACK_IN = Template("cli.key.back_in", "you are back in: your key opens the case, and this number may sign: {signer}")
FINISHED = Template(
    "cli.key.finished", "a recovery had been interrupted and is finished now: the recovery key that it showed counts; may sign: {signers}"
)
SET_ASIDE = Template("cli.key.set_aside", "your older keys are kept in {file}")
LOST_STAYS = Template(
    "cli.key.lost_stays",
    "who could read and sign before still can: take a key for reading that you lost away with cw key remove; cw key show lists them",
)
CASE = click.option("--case", type=click.Path(path_type=Path), default=".", help="The case, if it is not the folder you are in.")


@click.group(name="key")
def command() -> None:
    """Your own keys, and who can read and sign a case.

    \b
    Examples:
      cw key show
      cw key add age1...
    """


@command.command(name="show")
@CASE
@passphrase_option
def show_keys(case: Path) -> None:
    """Show your public keys, and inside a case who can read it and who may sign.

    \b
    Examples:
      cw key show
      cw key show --case ../hubei
    """
    from counterwatch.api.case import find_case
    from counterwatch.api.keys import first_identity

    own = first_identity()
    show(text(OWN_READING(recipient=own.recipient)))
    show(text(OWN_SIGNING(public=own.signer.public_text)))
    show(text(OWN_NUMBER(signer=own.signer.id)))
    if found := find_case(case):
        _show_members(found)


def _show_members(case: Path) -> None:
    from counterwatch.api.members import members

    of_case = members(case)
    for each in of_case.recipients:
        show(text(READER(recipient=each.age, label=each.label)))
    if not of_case.recipients:
        show(text(ANYBODY()))
    for signer in of_case.signers:
        template = FOUNDER if signer == of_case.founder else RECOVERED if signer in of_case.recovered else SIGNER
        show(text(template(signer=signer)))
    for signer in of_case.recovery:
        show(text(RECOVERY(signer=signer)))


@command.command(name="add")
@click.argument("key")
@CASE
@passphrase_option
def add(key: str, case: Path) -> None:
    """Let another age key read a case. Every object is written anew, which takes twice the room for a while.

    \b
    Examples:
      cw key add age1...
      cw key add age1... --case ../hubei
    """
    from counterwatch.api.members import add_reader

    with progress() as bar:
        added = add_reader(case, key, progress=bar)
    show(text(ADDED(recipient=added.age)))
    say_next("cw key show")


@command.command(name="remove")
@click.argument("key")
@CASE
@passphrase_option
def remove(key: str, case: Path) -> None:
    """Close a case to an age key. Copies that its holder already has stay readable to them.

    \b
    Examples:
      cw key remove age1...
      cw key remove age1... --case ../hubei
    """
    from counterwatch.api.members import remove_reader

    with progress() as bar:
        removed = remove_reader(case, key, progress=bar)
    show(text(REMOVED(recipient=removed.age)))
    say(COPIES())
    say_next("cw key show")


@command.command(name="admit")
@click.argument("signing_key")
@CASE
@passphrase_option
def admit(signing_key: str, case: Path) -> None:
    """Let another person's signing key write to a case, besides yours.

    \b
    Examples:
      cw key admit 3q2+7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
      cw key admit 3q2+7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= --case ../hubei
    """
    from counterwatch.api.members import admit as admit_signer

    show(text(ADMITTED(signer=admit_signer(case, signing_key))))
    say_next("cw key show")


@command.command(name="recover")
@click.argument("case", type=click.Path(path_type=Path), default=".")
@click.option("--new-keys", is_flag=True, help="Make new keys for yourself: the passphrase of those on this machine, or their card, is lost.")
@recovery_option
@passphrase_option
def recover(case: Path, new_keys: bool) -> None:
    """Get back into a case with its recovery key, when your keys or their passphrase are lost.

    \b
    Examples:
      cw key recover hubei
      cw key recover hubei --new-keys
    """
    from counterwatch.api.readmission import recover as readmit

    with ExitStack() as stack:
        bar = stack.enter_context(progress())

        def tell(key: str) -> None:
            # A bar that is drawn again would wipe the key from the screen.
            stack.close()
            show(text(NEW_RECOVERY(key=key)))

        done = readmit(case, tell=tell, new_keys=new_keys, progress=bar)
    if done.was_interrupted:
        show(text(FINISHED(signers=", ".join(done.signers))))
    else:
        show(text(BACK_IN(signer=", ".join(done.signers))))
        say(KEEP_RECOVERY())
    for file in done.set_aside:
        say(SET_ASIDE(file=str(file)))
    say(LOST_STAYS())
    say_next(f"cw verify {case}")


@command.command(name="move")
@click.argument("folder", type=click.Path(path_type=Path))
def move(folder: Path) -> None:
    """Move the file of your keys to another folder, such as one on a card that you carry.

    \b
    Examples:
      cw key move ~/keys
      cw key move card/keys
    """
    from counterwatch.api.keys import move as move_keys

    show(text(MOVED(file=str(move_keys(folder)))))
    say(OLD_PLACE())
    say_next("cw unlock")
