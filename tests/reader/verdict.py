"""What today's logs make of a seal: section 5.7 of docs/format.md."""

import base64
import hashlib
import re

from forms import Bad, root_of
from signing import Note, key_id, sign

EXTENDS, ROLLED_BACK, REWRITTEN, UNKNOWN = "extends", "rolled_back", "rewritten", "unknown"


def judge(vault, text, word_list):
    """Returns what the logs of a checked vault make of a seal, given as its whole note or as its twelve words, and why."""
    data = text.encode()
    if not data.startswith(b"casekeep/v1/"):
        data = note_of_words(vault, hash_of_words(text, word_list))
        if data is None:
            return UNKNOWN, "no state that today's log went through gives these words"
    try:
        note = Note(data)
    except Bad as bad:
        return UNKNOWN, str(bad)
    _, _, of_vault, box, writer = (note.origin + "////").split("/")[:5]
    if of_vault != vault.identity.id or not any(note.is_signed(key) for key in vault.identity.keys):
        return UNKNOWN, "this vault did not sign it"
    sealed = {"box": box, "writer": writer, "size": note.size, "root": base64.b64encode(note.root).decode()}
    heads = [sealed, *heads_below(vault, sealed)]
    shorter, other = [], []
    for head in heads:
        stand(vault, head, shorter, other)
    if shorter:
        return ROLLED_BACK, "; ".join(shorter)
    return (REWRITTEN, "; ".join(other)) if other else (EXTENDS, f"{len(heads)} logs go on from it")


def heads_below(vault, sealed):
    """Returns the heads of the record that the sealed log ended with, when today's log goes on from there."""
    log = sealed["box"] == vault.own.id and vault.own.logs.get(sealed["writer"])
    if not log or not goes_on(log, sealed):
        return []
    records = log.records.get(sealed["size"] - 1, [])
    return [head for record in records[:1] if record.head["kind"] == "heads" for head in record.parts.get("heads", ())]


def goes_on(log, head):
    trees = log.trees.get(head["size"], ())
    return any(base64.b64encode(root_of(tree)).decode() == head["root"] for tree in trees if tree)


def stand(vault, head, shorter, other):
    """Says how the log of a head stands to it, where it does not go on from there."""
    where, box = f"{head['box']}/{head['writer']}", vault.boxes.get(head["box"])
    if head["box"] in vault.shredded:
        return
    if head["box"] in vault.unopened and f"cases/{head['box']}" in vault.folders:
        other.append(f"{where} does not open")
        return
    log = box and box.logs.get(head["writer"])
    size = log.size if log else 0
    if size < head["size"]:
        shorter.append(f"{where} has {size} records, and the seal covers {head['size']}")
    elif not goes_on(log, head):
        other.append(f"{where} is not the log that was sealed")


def hash_of_words(text, word_list):
    """Returns the 16 bytes that twelve words of the BIP39 English list stand for, checksum and all; None for others."""
    words = re.findall("[a-z]+", text.lower())
    if len(words) != 12 or not set(words) <= set(word_list):
        return None
    bits = "".join(f"{word_list.index(word):011b}" for word in words)
    data = int(bits[:128], 2).to_bytes(16, "big")
    return data if f"{hashlib.sha256(data).digest()[0] >> 4:04b}" == bits[128:] else None


def note_of_words(vault, wanted):
    """Signs anew every state that ended with a `heads` record: Ed25519 gives one signature for one message."""
    for log in vault.own.logs.values():
        for n, records in log.records.items():
            if records[0].head["kind"] != "heads":
                continue
            for tree in log.trees.get(n + 1, ()):
                text = f"{log.place.origin}\n{n + 1}\n{base64.b64encode(root_of(tree)).decode()}\n"
                for seed, key in zip(vault.identity.seeds, vault.identity.keys):
                    blob = key_id(log.place.origin, key) + sign(seed, text.encode())
                    note = f"{text}\n— {log.place.origin} {base64.b64encode(blob).decode()}\n".encode()
                    if hashlib.sha256(b"casekeep.v1/seal\n" + note).digest()[:16] == wanted:
                        return note
    return None
