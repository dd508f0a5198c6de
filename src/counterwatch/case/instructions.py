"""`VERIFY.txt`: how to check a case with coreutils and openssl alone. The indented lines are run as they stand by a test."""

from __future__ import annotations

TEXT = """\
HOW TO CHECK THIS FOLDER WITHOUT ANY PROGRAM OF OURS

This folder is a case: evidence, what was recorded about it, and a signed history. You need bash, coreutils, grep, sed and openssl 3.
Open a terminal in this folder, copy all indented lines below into it (or into a file, and run it with bash), and read what they print.
Nothing is changed. Each complaint names a file; the last line says GOOD or BAD.

One thing no command can tell: whose key this is. The last part prints the id of the key that signed the first checkpoint. Compare it with
the one that the sender gave you in person, by voice or on paper. Without that, GOOD means only that the folder agrees with itself.

1. Every object is named by the SHA-256 of its bytes, and every object that the ledger lists is there.
   (One that was erased on purpose, or encrypted to other people, is missing too; then the pack of an entry with the verb "erase",
   "rekey" or "recover", which is the first object of that entry, names it as "gone".)

    bad=0; complain() { echo "BAD: $1"; bad=1; }
    while IFS= read -r file; do
      test "$(sha256sum < "$file" | cut -c1-64)" = "$(basename "$file")" || complain "$file is not what its name says"
    done < <(find objects -type f)
    gone=$(cat ledger/*.jsonl | grep -E '"verb":"(erase|rekey|recover)"' | sed -E 's/.*"objects":\\["([0-9a-f]{64}).*/\\1/' |
      while IFS= read -r pack; do
      grep -oE '^[{]"gone":"[0-9a-f]{64}' "objects/${pack:0:2}/$pack" | cut -c10-73
    done)
    while IFS= read -r name; do
      test -f "objects/${name:0:2}/$name" || grep -qx "$name" <<< "$gone" || complain "objects/${name:0:2}/$name is missing"
    done < <(cat ledger/*.jsonl | grep -oE '"objects":\\[[^]]*' | grep -oE '[0-9a-f]{64}' | sort -u)

2. Every line of the ledger carries the SHA-256 of the line before; the first carries that of the case id.

    id=$(sed -n 's/^{"case":"\\([^"]*\\)".*/\\1/p' case.json)
    expected=$(printf %s "$id" | sha256sum | cut -c1-64); number=0
    while IFS= read -r line; do
      number=$((number + 1))
      case "$line" in
        *"\\"prev\\":\\"$expected\\",\\"seq\\":$number,"*) ;;
        *) complain "entry $number does not follow from the entry before" ;;
      esac
      expected=$(printf %s "$line" | sha256sum | cut -c1-64)
    done < <(cat ledger/*.jsonl)

3. Every segment of the ledger has a checkpoint that states its SHA-256, the checkpoint before, and who may sign the next.

    linked=$(printf %s "$id" | sha256sum | cut -c1-64); allowed=; recovery=; founder=; part=0
    work=$(mktemp -d)
    field() { sed -n "s/.*\\"$1\\":\\"\\([^\\"]*\\)\\".*/\\1/p" "$2"; }
    for segment in ledger/*.jsonl; do
      part=$((part + 1)); checkpoint="${segment%.jsonl}.checkpoint.json"
      test "$segment" = "ledger/$(printf %06d $part).jsonl" || complain "a segment before $segment is missing"
      test -f "$checkpoint" || { complain "$checkpoint is missing"; continue; }
      signer=$(field keyid "$checkpoint"); type=$(field payloadType "$checkpoint")
      field payload "$checkpoint" | base64 -d > "$work/payload" 2> "$work/errors" || complain "$checkpoint cannot be decoded"
      field sig "$checkpoint" | base64 -d > "$work/signature" 2> "$work/errors" || complain "$checkpoint cannot be decoded"
      printf '{"payload":"%s","payloadType":"%s","signatures":[{"keyid":"%s","sig":"%s"}]}\\n' "$(base64 -w0 "$work/payload")" \\
        "application/vnd.counterwatch.checkpoint+json" "$signer" "$(base64 -w0 "$work/signature")" | cmp -s - "$checkpoint" ||
        complain "$checkpoint is not in the form that was signed"
      { printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(stat -c %s "$work/payload")"; cat "$work/payload"; } > "$work/signed"
      openssl pkeyutl -verify -pubin -inkey "keys/$signer.pem" -rawin -in "$work/signed" -sigfile "$work/signature" > "$work/answer" 2>&1 ||
        complain "the signature of $checkpoint does not fit"
      case "$part,$allowed" in
        1,*) founder=$signer ;;
        *"\\"$signer\\""*) ;;
        *) complain "$checkpoint is signed by somebody who was not admitted" ;;
      esac
      case "$recovery" in
        *"\\"$signer\\""*) ! grep -qv "\\"signer\\":\\"$signer\\".*\\"verb\\":\\"recover\\"" "$segment" ||
          complain "$segment is signed with a recovery key and does more than let somebody back in" ;;
        *) ! grep -q '"verb":"recover"' "$segment" || complain "$segment lets somebody back in and is not signed with the recovery key" ;;
      esac
      test "$(field sha256 "$work/payload")" = "$(sha256sum < "$segment" | cut -c1-64)" || complain "$segment is not what was signed"
      test "$(field previous "$work/payload")" = "$linked" || complain "$checkpoint does not follow from the checkpoint before"
      test "$(field case "$work/payload")" = "$id" || complain "$checkpoint belongs to another case"
      allowed=$(grep -oE '"(signers|recovery)":\\[[^]]*' "$work/payload")
      recovery=$(grep -oE '"recovery":\\[[^]]*' "$work/payload"); linked=$(sha256sum < "$checkpoint" | cut -c1-64)
    done

4. The last checkpoint also states the SHA-256 of case.json and of this text; each key is named by its own SHA-256.

    test "$(field case_file "$work/payload")" = "$(sha256sum < case.json | cut -c1-64)" || complain "case.json is not what was signed"
    test "$(field instructions "$work/payload")" = "$(sha256sum < VERIFY.txt | cut -c1-64)" || complain "VERIFY.txt is not what was signed"
    for key in keys/*.pem; do
      hash=$(openssl pkey -pubin -in "$key" -outform DER 2> "$work/errors" | sha256sum | cut -c1-64)
      test "keys/$hash.pem" = "$key" || complain "$key is not the key that its name says"
      openssl pkey -pubin -in "$key" 2> "$work/errors" | cmp -s - "$key" || complain "$key was changed"
    done
    rm -r "$work"

5. If case.json says "mode":"encrypted", what is in the objects takes a key and the program age. The lines below only say how; they read
   nothing yet. Afterwards, in the same terminal, with a key that begins with AGE-SECRET-KEY in a file (keep that file on a memory disk):
   open_object KEYFILE NAME prints a file or a run; open_records KEYFILE NAME prints the records of an entry, of which NAME is the second
   object. A key is the recovery key that was shown when the case was made, or the text after "age": in age --decrypt identity.age

    open_object() { age --decrypt --identity "$1" "objects/${2:0:2}/$2"; }
    open_records() {
      body="objects/${2:0:2}/$2"; slot=1
      keys=$(sed -n '1s/^{"keys":"\\([^"]*\\)"}$/\\1/p' "$body" | base64 -d | age --decrypt --identity "$1" | tr -d '[]"' | tr , '\\n')
      while IFS= read -r key; do
        slot=$((slot + 1)); hexadecimal=$(printf %s "$key" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
        sed -n "$slot"'s/^{"sealed":"\\([^"]*\\)"}$/\\1/p' "$body" | base64 -d | head -c -16 |
          openssl enc -d -chacha20 -K "$hexadecimal" -iv 01000000000000000000000000000000; echo
      done <<< "$keys"
    }

6. The answer.

    echo "entries: $number; head: $expected"
    echo "the founder's key: $founder"
    if test "$bad" = 0; then echo GOOD; else echo BAD; false; fi

What this cannot show: that the clock of the writer was right; that what was recorded is true; and whether a whole earlier state of the folder was
put back. For the last, compare the head with one that was printed, mailed or time-stamped.
The file work/index.db is only an index and may be deleted. Contents and findings are checked by the program: cw verify --rerun
"""
