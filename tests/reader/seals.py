"""The seals in a bundle: section 9.9 of docs/format.md. Time-stamps are left to `openssl ts -verify`."""

import base64
import json
import re

from forms import Bad, is_number, need, root_by_consistency, without_twins
from lineage import path_of, shown_record, single_heads

CONSISTENCY = "data/proof/consistency.json"
FILES = re.compile(r"data/proof/seal-([1-9][0-9]*)(?:-([1-9][0-9]*)[.]tsr|[.]txt)")


def check_seals(bundle):
    """Checks each seal of a bundle whose checkpoints were checked. Returns how many hold."""
    try:
        seals = read_list(bundle.files[CONSISTENCY]) if CONSISTENCY in bundle.files else []
    except (Bad, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        bundle.found.add("PROOF_BAD", CONSISTENCY, f"it cannot be read: {error}")
        seals = []
    named = set()
    for number, seal in enumerate(seals, 1):
        if seal["seal"] != number:
            bundle.found.add("PROOF_BAD", CONSISTENCY, "a seal is out of order")
        stamps = [f"data/proof/seal-{seal['seal']}-{stamp}.tsr" for stamp in range(1, min(seal["stamps"], 1 << 20) + 1)]
        named |= {f"data/proof/seal-{seal['seal']}.txt", *stamps}
        if bundle.key is not None:
            check_seal(bundle, seal)
            for path in stamps:
                if path in bundle.files:
                    bundle.found.note("PROOF_BAD", path, "a time-stamp, which this program does not check")
                else:
                    bundle.missing(path)
    for path in bundle.files:
        if path.startswith("data/proof/seal-") and path not in named:
            bundle.found.add("PROOF_BAD", path, "nothing proves what it has to do with this case")


def read_list(data):
    seals = json.loads(data.decode(), object_pairs_hook=without_twins)
    for seal in seals:
        need(seal.keys() - {"ended"} == {"logs", "records", "seal", "stamps"} and is_number(seal["seal"], 0)
             and is_number(seal["stamps"], 0), "a seal has another form")
        for record in seal["records"]:
            need(record.keys() == {"lines", "n", "path"} and is_number(record["n"], 0), "a record has another form")
        for log in seal["logs"]:
            need(log.keys() == {"k", "path", "size"} and is_number(log["size"], 0), "a log has another form")
    return seals


def check_seal(bundle, seal):
    path = f"data/proof/seal-{seal['seal']}.txt"
    if path not in bundle.files:
        return bundle.missing(path)
    try:
        note = open_note(bundle.lineage, bundle.files[path], seal.get("ended"))
    except Bad as bad:
        return bundle.found.add(bad.kind, path, str(bad))
    heads = []
    for shown in seal["records"]:
        try:
            heads += heads_of(bundle, shown, note)
        except Bad:
            bundle.found.add("PROOF_BAD", path, f"the record of heads {shown['n']} does not lead to the sealed root")
    if not heads:
        return bundle.found.add("PROOF_BAD", path, "nothing shows that it covers this case")
    extended = {log["k"]: log for log in seal["logs"]}
    by_writer = {log["writer"]: log for log in bundle.logs}
    covered = set()
    for head in heads:
        log = by_writer.get(head["writer"])
        if log is None or log["k"] not in extended:
            bundle.found.note("ROLLED_BACK", path, "it covers a log of this case that is shorter or absent now")
            continue
        covered.add(log["k"])
        if log["note"] and not goes_on(head, extended[log["k"]], log["note"]):
            bundle.found.add("PROOF_BAD", path, f"log {log['k']} is not shown to go on from it")
    if extended.keys() - covered:
        bundle.found.add("PROOF_BAD", path, "there is a proof of a log without its head")
    return None


def open_note(lineage, data, ended):
    """The note is of the vault's own box, signed by the key of the bundle, or by an older one before its log ended."""
    if not re.match(f"casekeep/v1/{lineage.vault}/{lineage.vault}/[a-z2-7]{{16}}\n".encode(), data):
        raise Bad("it is not of the log of the vault whose key signed", "BUNDLE_KEY_MISMATCH")
    note, is_older = lineage.open(data)
    if is_older:
        size, root = lineage.end_of(note) or (0, None)
        reached = root_by_consistency(note.size, size, note.root, path_of(ended or []))
        if reached is None or base64.b64encode(reached).decode() != root:
            raise Bad("its log is not shown to have gone on until keys were changed", "SIGNED_AFTER_CUTOFF")
    elif ended is not None:
        raise Bad("its key was never changed, so its log has no end", "PROOF_BAD")
    return note


def heads_of(bundle, shown, note):
    """Returns the heads of the bundle's case in a `heads` record that leads to the sealed root."""
    record = shown_record(shown, note)
    need(record.head["kind"] == "heads", "it is another record")
    case = bundle.logs[0]["box"] if bundle.logs else None
    return [head for head in single_heads(record) if head["box"] == case]


def goes_on(head, log, note):
    try:
        root, path = base64.b64decode(head["root"]), path_of(log["path"])
    except (Bad, ValueError):
        return False
    return log["size"] == head["size"] and root_by_consistency(head["size"], note.size, root, path) == note.root
