"""`cw anchor`: the state of a case, fixed outside it."""

from __future__ import annotations

import io
from pathlib import Path

import click

from counterwatch.cli.passphrase import passphrase_option
from counterwatch.cli.terminal import say, say_next, show, text
from counterwatch.core import Template, WrongUsage

ENTRY = Template("cli.anchor.entry", "case {case}, entry {seq:raw} of {time}")
WHY = Template(
    "cli.anchor.why", "print this or mail it to somebody; whoever holds it can show later that the case was not set back or written anew up to here"
)
CHECK = Template("cli.anchor.check", 'later: cw verify --head "{seq:raw}: {start}"')
NOTED = Template("cli.anchor.noted", "recorded that the head of entry {seq:raw} was given away: {note}")
REQUESTED = Template("cli.anchor.requested", "wrote {file}: a request for a time-stamp over entry {seq:raw}; it holds the hash and a random number")
SEND = Template("cli.anchor.send", "send it to an authority as application/timestamp-query, from any computer, and keep the answer as a file")
DIGEST = Template("cli.anchor.digest", "wrote {file}: the 32 bytes of entry {seq:raw} for a calendar of OpenTimestamps")
POST = Template("cli.anchor.post", "post it to a calendar's address /digest, from any computer, and keep the answer as a file")
KEPT = Template("cli.anchor.kept", "kept {file}: it fixes entry {seq:raw}")
DATED = Template("cli.anchor.dated", "the authority dates it {time}; cw verify --root FILE checks its signature")
WROTE = Template("cli.anchor.wrote", "wrote {file}")
EXISTS = Template("cli.anchor.exists", "{file} exists already")
OTHER_NAME = Template("cli.anchor.other_name", "choose another name; nothing is overwritten")
ONE_OF = Template("cli.anchor.one_of", "--request, --ots, --reply and --note are four different things")
ONE_AT_A_TIME = Template("cli.anchor.one_at_a_time", "use one of them at a time")


@click.command(name="anchor")
@click.option("--note", default="", help="Record that the head was given away, and where it went: printed, mailed, read out.")
@click.option("--request", is_flag=True, help="Write a request for a time-stamp (RFC 3161).")
@click.option("--ots", is_flag=True, help="Write what a calendar of OpenTimestamps takes.")
@click.option("--reply", type=click.Path(path_type=Path), help="Keep the answer of an authority or a calendar, or a finished .ots proof.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the QR code to this SVG file.")
@click.option("--case", type=click.Path(path_type=Path), default=".", help="The case, if it is not the folder you are in.")
@passphrase_option
def command(note: str, request: bool, ots: bool, reply: Path | None, output: Path | None, case: Path) -> None:
    """Fix the state of a case outside it: on paper, by a time-stamp, in OpenTimestamps.

    \b
    Examples:
      cw anchor
      cw anchor --request
      cw anchor --reply answer.tsr
    """
    if sum((bool(note), request, ots, reply is not None)) > 1:
        raise WrongUsage(ONE_OF(), hint=ONE_AT_A_TIME())
    if reply:
        keep(case, reply)
    elif request or ots:
        ask(case, is_request=request)
    else:
        print_head(case, note, output)


def print_head(case: Path, note: str, output: Path | None) -> None:
    """Show the head as text and QR code."""
    import segno

    from counterwatch.api.custody import head_line, note_printed
    from counterwatch.case.heads import grouped

    if output and output.exists():
        raise WrongUsage(EXISTS(file=str(output)), hint=OTHER_NAME())
    head, line = head_line(case)
    # Before anything is shown: a note that could not be recorded must not look like one that was.
    noted = note_printed(case, note) if note else None
    code, drawn = segno.make(line, error="m", micro=False), io.StringIO()
    code.terminal(drawn, compact=True)
    show(text(ENTRY(case=line.split()[1], seq=head.seq, time=head.time)))
    show(f"{head.seq}: {grouped(head.hash)}")
    show(drawn.getvalue().rstrip("\n"))
    if output:
        code.save(str(output), kind="svg", scale=4, title=line)
        show(text(WROTE(file=str(output))))
    if noted:
        show(text(NOTED(seq=noted.seq, note=note)))
    say(WHY())
    say(CHECK(seq=head.seq, start=grouped(head.hash)[:19]))


def ask(case: Path, *, is_request: bool) -> None:
    """Write what an authority or a calendar takes."""
    from counterwatch.api.custody import request_timestamp, write_digest

    head, file = request_timestamp(case) if is_request else write_digest(case)
    show(text((REQUESTED if is_request else DIGEST)(file=str(file), seq=head.seq)))
    say(SEND() if is_request else POST())
    say_next("cw anchor --reply FILE")


def keep(case: Path, reply: Path) -> None:
    """Keep an answer."""
    from counterwatch.api.custody import accept_anchor

    anchor = accept_anchor(case, reply)
    show(text(KEPT(file=str(anchor.file), seq=anchor.head.seq)))
    if anchor.time:
        say(DATED(time=anchor.time))
    say_next("cw verify")
