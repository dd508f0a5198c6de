"""`VERIFY.txt` of a bundle: how to check it with coreutils, openssl and age alone. The indented lines are run as they stand by a test."""

from __future__ import annotations

from typing import Literal

Copy = Literal["whole", "travel", "redacted"]

HEAD = """\
HOW TO CHECK THIS BUNDLE WITHOUT ANY PROGRAM OF OURS

This folder is a bundle (BagIt 1.0): what was handed over lies in data/, and the lists beside it say what that must be. You need bash,
coreutils, find, sed, cmp{needs}. Open a terminal in this folder, copy all indented lines below into it (or into a file, and run it with bash), and
read what they print. Nothing is changed. Each complaint names a file; the last line says GOOD or BAD.

Lines that come with a stranger's files can be a stranger's, too: this text is the same in each bundle of its kind, and the files
docs/spec/bundle-verify-*.txt of counterwatch hold it. Compare before you run it, or type it yourself.
"""

FILES = """
{n}. Every file is what the lists say, by two hashes, and nothing is there that no list names.

    bad=0; complain() {{ echo "BAD: $1"; bad=1; }}
    for method in sha256 sha512; do
      for list in tagmanifest manifest; do
        "$method"sum --check --quiet --strict "$list-$method.txt" || complain "$list-$method.txt and the files it lists differ"
      done
      cmp -s <(cut -c67- manifest-sha256.txt) <(sed -E 's/^[0-9a-f]+  //' "manifest-$method.txt") || complain "the two lists name other files"
    done
    found=$(find . ! -type d | sed 's|^[.]/||' | LC_ALL=C sort)
    listed=$({{ cut -c67- manifest-sha256.txt tagmanifest-sha256.txt; printf '%s\\n' {unlisted}; }} | LC_ALL=C sort)
    test "$found" = "$listed" || complain "files that no list names, or that are missing: $(comm -3 <(echo "$found") <(echo "$listed"))"
"""

SIGNATURE = """
{n}. The lists are signed. One thing no command can tell: whose key this is. The last lines print its number. Compare it with the one that the sender
   gave you in person, by voice or on paper. Without that, GOOD means only that the bundle agrees with itself.

    key=$(basename signature/*.pem .pem)
    test "$(openssl pkey -pubin -in "signature/$key.pem" -outform DER | sha256sum | cut -c1-64)" = "$key" ||
      complain "the key is not what its name says"
    for method in sha256 sha512; do
      openssl pkeyutl -verify -pubin -inkey "signature/$key.pem" -rawin -in "tagmanifest-$method.txt" \\
        -sigfile "signature/tagmanifest-$method.sig" > /dev/null 2>&1 || complain "the signature of tagmanifest-$method.txt does not fit"
    done
"""

INSIDE = """
{n}. The case in data/case is checked by the lines of data/case/VERIFY.txt, in a terminal opened in that folder. They also say how to open
   what is encrypted. A file in data/derived whose name ends in .age opens with a key that reads the case:
   open_file KEYFILE FILE prints it; the lines below read nothing yet.

    open_file() {{ age --decrypt --identity "$1" "$2"; }}
"""

SEALED = """
{n}. What was handed over is one age file, data/sealed.age. Whom it is for, whose it is and what it holds cannot be told from outside: therefore no
   signature is here, and no key. Inside is a bundle as a ZIP file, with the signature; it has a VERIFY.txt of its own. To open it, with a key
   that reads the case in a file: open_sealed KEYFILE prints the ZIP file; the line below reads nothing yet.

    open_sealed() {{ age --decrypt --identity "$1" data/sealed.age; }}
"""

ANSWER = """
{n}. The answer.

    echo "the number of this bundle: $(sha256sum < tagmanifest-sha256.txt | cut -c1-64)"{key}
    if test "$bad" = 0; then echo GOOD; else echo BAD; false; fi
"""

KEY = """
    echo "the key that signed it: $key\""""

LIMITS = """
What this cannot show: that what was recorded is true, that the clock of the writer was right, or that nothing was left out before.
"""


def instructions(copy: Copy, *, is_encrypted: bool) -> str:
    """Return the text for one kind of copy: the same in every bundle of that kind."""
    is_signed = copy != "travel"
    programs = [", openssl 3"] * is_signed + [" and age"] * (is_encrypted or copy == "travel")
    lists = "tagmanifest-sha256.txt tagmanifest-sha512.txt"
    unlisted = f"{lists} signature/tagmanifest-sha256.sig signature/tagmanifest-sha512.sig" if is_signed else lists
    parts = [FILES, *[SIGNATURE] * is_signed, *[INSIDE] * (copy == "whole"), *[SEALED] * (copy == "travel"), ANSWER]
    filled = [each.format(n=n, unlisted=unlisted, key=KEY if is_signed else "") for n, each in enumerate(parts, start=1)]
    return HEAD.format(needs="".join(programs)) + "".join(filled) + LIMITS
