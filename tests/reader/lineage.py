"""How the key that signed a bundle follows from the vault's first one, and where what older keys signed ends: section 9.10
of docs/format.md."""

import base64
import json
import re

from forms import BOX, HEX, WRITER, Bad, Record, is_number, need, root_by_path, without_twins
from signing import Note, from_base64, ssh_blob, vault_id

EPOCHS = "data/proof/epochs.json"
ORIGIN = re.compile("casekeep/v1/([a-z2-7]{26})/([a-z2-7]{26})/([a-z2-7]{16})")


class Lineage:
    """The vault of the key that signed, the keys before it, and the ends of the logs that these signed."""

    def __init__(self, key):
        """A key that was never changed made its vault itself."""
        self.vault, self.keys, self.ends = vault_id(key), [key], {}

    def open(self, data):
        """Returns a signed note, and whether an older key signed it."""
        note = Note(data)
        if note.is_signed(self.keys[-1]):
            return note, False
        if any(note.is_signed(key) for key in self.keys[:-1]):
            return note, True
        raise Bad("it is signed by no key of the vault", "SIGNATURE_BAD")

    def end_of(self, note):
        """Returns (size, root in base64) at which the log of a note ended when keys were changed, or None."""
        return self.ends.get(tuple(note.origin.split("/")[3:]))

    def is_end(self, note):
        return self.end_of(note) == (note.size, base64.b64encode(note.root).decode())


def read_lineage(bundle):
    """Where the proof does not hold, the key stands alone."""
    if bundle.key is None:
        return None
    lineage = Lineage(bundle.key)
    if EPOCHS in bundle.files:
        try:
            lineage = prove(bundle.files[EPOCHS], bundle.key)
        except Bad as bad:
            bundle.found.add(bad.kind if bad.kind != "RECORD_BAD" else "PROOF_BAD", EPOCHS, str(bad))
    return lineage


def prove(data, newest):
    """Checks every step from the first key to the newest. Raises Bad."""
    try:
        epochs = json.loads(data.decode(), object_pairs_hook=without_twins)
        need(epochs.keys() == {"changes", "ends", "keys"}, "it has other fields")
        keys = [key_of(line) for line in epochs["keys"]]
        vouched = [(read_note(one), one["records"]) for one in (epochs["ends"], *epochs["changes"])]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Bad(f"it cannot be read: {error}") from error
    need(keys, "it names no key")
    if keys[-1] != newest:
        raise Bad("its newest key is not the one that signed the bundle", "BUNDLE_KEY_MISMATCH")
    need(len(keys) > 1 and len(vouched) == len(keys), "it does not show each change of keys")
    lineage = Lineage(keys[0])
    lineage.keys = keys
    _, records = open_vouched(lineage, *vouched[0], newest)
    for record in records:
        need(record.head["kind"] == "rekey" and record.parts.get("epoch") == len(keys), "it is not where logs end")
        for head in single_heads(record):
            lineage.ends.setdefault((head["box"], head["writer"]), (head["size"], head["root"]))
    for epoch, (before, after, change) in enumerate(zip(keys, keys[1:], vouched[1:]), 2):
        note, records = open_vouched(lineage, *change, before)
        need(len(records) == 1 and records[0].head["kind"] == "epoch", "a change has not one record")
        named = records[0].parts.get("epoch"), records[0].parts.get("key")
        need(named == (epoch, base64.b64encode(after).decode()), "a key is not named by the one before")
        if not lineage.is_end(note):
            raise Bad("a change of keys is not the one that the newest key knows", "SIGNED_AFTER_CUTOFF")
    return lineage


def key_of(line):
    """Returns the key of `ssh-ed25519 …`."""
    kind, text = line.split(" ")
    try:
        blob = from_base64(text)
    except Bad as bad:
        raise ValueError("a key is not base64") from bad
    need(kind == "ssh-ed25519" and blob == ssh_blob(blob[-32:]), "a key has another form")
    return blob[-32:]


def read_note(vouched):
    need(vouched.keys() == {"note", "records"} and isinstance(vouched["records"], list), "it has other fields")
    return vouched["note"].encode()


def open_vouched(lineage, data, shown, key):
    """Returns a note of the vault's own log that this key signed, and the records that lead to its root."""
    origin = ORIGIN.fullmatch(data.split(b"\n")[0].decode())
    if not origin or origin[1] != lineage.vault or origin[2] != lineage.vault:
        raise Bad("a checkpoint is not of the log of its vault", "BUNDLE_KEY_MISMATCH")
    note = Note(data)
    if not note.is_signed(key):
        raise Bad("a checkpoint is not signed by its key", "SIGNATURE_BAD")
    try:
        return note, [shown_record(one, note) for one in shown]
    except (Bad, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Bad(f"a record does not lead to the signed root: {error}") from error


def shown_record(shown, note):
    """Returns a record of the vault's own log that leads to a signed root."""
    need(shown.keys() == {"lines", "n", "path"} and is_number(shown["n"], 0), "a record has another form")
    head_line, *part_lines = [line.encode() for line in shown["lines"]] or [b""]
    record = Record(head_line, part_lines, is_whole=False)
    _, _, _, box, writer = note.origin.split("/")
    place = record.head["box"], record.head["w"], record.head["n"]
    need(place == (box, writer, shown["n"]), "it stands elsewhere")
    need(root_by_path(record.leaf, shown["n"], note.size, path_of(shown["path"])) == note.root, "another root")
    return record


def path_of(steps):
    need(all(HEX.fullmatch(step) for step in steps), "a path has another form")
    return [bytes.fromhex(step) for step in steps]


def single_heads(record):
    """Returns the heads that stand as parts of their own (5.7)."""
    return [value for name, value in record.parts.items() if name.startswith("head_") and is_head(value)]


def is_head(value):
    return (isinstance(value, dict) and value.keys() == {"box", "root", "size", "writer"} and is_number(value["size"], 0)
            and all(isinstance(value[name], str) for name in ("box", "root", "writer"))
            and re.fullmatch(f"{BOX} {WRITER}", f"{value['box']} {value['writer']}") is not None)
