#!/usr/bin/python3
"""A second reader of Casekeep vaults and bundles, written from docs/format.md and nothing else.

It needs Python 3.11, stock age, and the library `cryptography` for Ed25519. It changes nothing and writes no plaintext.

    casekeep_reader.py vault DIR (--passphrase-file F | --recovery-file F | --identity F) [--state DIR] [--contents]
                             [--seal F … [--word-list F]]
    casekeep_reader.py bundle FILE [--passphrase-file F | --identity F] [--fingerprint SHA256:…]

`--state` is what one computer keeps of this vault outside it (1.1). `--seal` is a file with a seal's note, or with its twelve
words, and then `--word-list` one with the English list of BIP39, a word a line. Exit status, as that of `casekeep verify`: 0 in
order, 1 a problem with integrity, 2 not called rightly, 3 not opened. `--json` before the verb gives one object.

Read it in this order: forms.py (names, JSON, records, the tree), signing.py (what is signed), age.py (stock age),
logs.py (segments and logs), vault.py (the whole check), verdict.py (seals),
bundle.py (a bundle), and for it lineage.py (its keys) and
seals.py. blake3.py is only the hash. Numbers in the comments are sections of the page.
"""

import argparse
import json
import sys

import age
from bundle import Bundle
from signing import fingerprint
from vault import KEY_TEXT, Refused, Vault
from verdict import EXTENDS, judge


class Findings:
    """Problems and notes, each with its class of section 8."""

    def __init__(self):
        self.problems, self.notes = [], []

    def add(self, kind, where, what):
        self.problems.append({"class": kind, "where": str(where), "what": what})

    def note(self, kind, where, what):
        self.notes.append({"class": kind, "where": str(where), "what": what})

    def take(self, other):
        self.problems += other.problems
        self.notes += other.notes


def secret_of(path):
    with open(path, encoding="utf-8") as file:
        return file.readline().rstrip("\r\n")


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def check_vault(arguments, found):
    vault = Vault(arguments.vault, arguments.state, found)
    if arguments.identity:
        # A further key (2.3); its eight characters may be any but the words of the other two ways.
        identity = text_of(arguments.identity)
        vault.unlock("(?!recovery)[a-z2-7]{8}", lambda sealed: age.open_with(identity, sealed, KEY_TEXT))
    else:
        way = "passphrase" if arguments.passphrase_file else "recovery"
        secret = secret_of(arguments.passphrase_file or arguments.recovery_file)
        vault.unlock(way, lambda sealed: age.open_key_file(sealed, secret))
    vault.check()
    records = sum(len(records) for box in vault.boxes.values() for log in box.logs.values()
                  for records in log.records.values())
    answer = {"vault": vault.identity.id, "checked": {"boxes": len(vault.boxes), "records": records,
                                                      "objects": vault.checked_objects, "bytes": vault.checked_bytes}}
    if arguments.contents:
        answer["contents"] = vault.contents()
    word_list = text_of(arguments.word_list).split() if arguments.word_list else []
    answer["seals"] = [judge(vault, text_of(seal), word_list) for seal in arguments.seal]
    return answer


def check_bundle(arguments, found):
    secret = secret_of(arguments.passphrase_file) if arguments.passphrase_file else None
    identity = text_of(arguments.identity) if arguments.identity else ""
    with open(arguments.bundle, "rb") as file:
        sealed = file.read()
    try:
        data, is_whole = age.open_bundle(sealed, identity, secret)
    except age.WrongSecret as error:
        raise Refused("wrong_bundle_secret", 3, None, str(error)) from error
    except age.Unopened:
        data, is_whole = b"", False
    bundle = Bundle(data, is_whole, arguments.fingerprint, found)
    signer = bundle.signer
    return {"signer": bundle.is_matched, "fingerprint": signer and fingerprint(signer),
            "vault": signer and bundle.lineage.vault, "disclosed": len(bundle.records), "withheld": bundle.withheld,
            "follows": bundle.follows or []}


def main():
    parser = argparse.ArgumentParser(description="A second reader of Casekeep vaults and bundles.")
    verbs = parser.add_subparsers(required=True)
    vault = verbs.add_parser("vault", help="check a vault")
    vault.add_argument("vault", metavar="DIR")
    secret = vault.add_mutually_exclusive_group(required=True)
    secret.add_argument("--passphrase-file", metavar="FILE")
    secret.add_argument("--recovery-file", metavar="FILE")
    secret.add_argument("--identity", metavar="FILE")
    vault.add_argument("--state", metavar="DIR")
    vault.add_argument("--contents", action="store_true")
    vault.add_argument("--seal", metavar="FILE", action="append", default=[])
    vault.add_argument("--word-list", metavar="FILE")
    vault.set_defaults(check=check_vault)
    bundle = verbs.add_parser("bundle", help="check a bundle")
    bundle.add_argument("bundle", metavar="FILE")
    secret = bundle.add_mutually_exclusive_group()
    secret.add_argument("--passphrase-file", metavar="FILE")
    secret.add_argument("--identity", metavar="FILE")
    bundle.add_argument("--fingerprint", metavar="F")
    bundle.set_defaults(check=check_bundle)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found, answer, error, status = Findings(), {}, None, None
    try:
        answer = arguments.check(arguments, found)
    except Refused as refused:
        error, status = refused.code, refused.status
        if refused.kind:
            found.add(refused.kind, "", str(refused))
    if status is None:
        status = 1 if found.problems or any(outcome != EXTENDS for outcome, _ in answer.get("seals", ())) else 0
    answer |= {"ok": status == 0, "error": error, "problems": found.problems, "notes": found.notes}
    if arguments.json:
        print(json.dumps(answer))
    else:
        for name in ("problems", "notes"):
            for one in answer[name]:
                print(f"{name[:-1]} {one['class']}: {one['where']}: {one['what']}")
        # Anybody can sign a bundle of their own: without a fingerprint from outside it is never plainly in order (9).
        good = "consistent; signer not compared" if answer.get("signer") == "not compared" else "in order"
        for outcome, why in answer.get("seals", ()):
            print(f"a seal: {outcome}: {why}")
        print(good if status == 0 else error or "not in order")
    return status


if __name__ == "__main__":
    sys.exit(main())
