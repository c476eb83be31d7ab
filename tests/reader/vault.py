"""A vault: sections 2, 3, 7.1 and 7.4 of docs/format.md, in the order of 7.4."""

import base64
import functools
import hashlib
import json
import os
import re

import age
from blake3 import blake3
from forms import BOX, Bad, is_number, parse_path
from logs import POOL, Box
from signing import from_base64, public_key, vault_id

LABEL, KEY_TEXT = 64 << 10, 64 << 10
NOTE = ("This folder is a Casekeep vault. Keep all of it together. To open it without Casekeep: install age "
        "(age-encryption.org), then: age -d -o identity.txt keys/1.passphrase.age (or keys/1.recovery.age with the "
        "twelve words, lower case, one space between); age -d -i identity.txt -o case.txt cases/NAME/key.age; "
        "age -d -i case.txt FILE opens each log and object of that case. identity.txt and case.txt are secret: delete "
        "them afterwards.")
# 7.1: how many inbox files are named one by one.
SHOWN = 200


class Refused(Exception):
    """The vault is not unlocked: an error code, the exit status, and the class where it has one."""

    def __init__(self, code, status, kind, what):
        super().__init__(what)
        self.code, self.status, self.kind = code, status, kind


class Identity:
    """Section 2.1. Raises Bad for any bytes that a writer of the page would not write."""

    def __init__(self, text):
        lines = text.decode("utf-8", "replace").split("\n")
        first = re.fullmatch("# casekeep identity, format ([1-9][0-9]*)", lines[0])
        if first and first[1] != "1":
            raise Bad("the identity file is of a later format", "FORMAT_NEWER")
        second = re.fullmatch("# vault ([a-z2-7]{26})  epoch ([1-9][0-9]*)", lines[1] if len(lines) > 1 else "")
        if not first or not second:
            raise Bad("the identity file has another form", "KEYFILE_CHANGED")
        self.id, self.epoch = second[1], int(second[2])
        secrets, lines = lines[2:2 + 2 * self.epoch], lines[2 + 2 * self.epoch:]
        signing, index, end = lines[:2 * self.epoch:2], lines[1:2 * self.epoch:2], lines[2 * self.epoch:]
        seeds = [re.fullmatch(f"# signing {epoch} (\\S+)", line)
                 for epoch, line in zip(range(self.epoch, 0, -1), signing)]
        if (end != [""] or len(seeds) != self.epoch or not all(seeds)
                or not all(re.fullmatch("# index [0-9a-f]{64}", line) for line in index)
                or not all(re.fullmatch("AGE-SECRET-KEY-1[0-9A-Z]{58}", line) for line in secrets)):
            raise Bad("the identity file has another form", "KEYFILE_CHANGED")
        seeds = [from_base64(seed[1]) for seed in seeds]
        if {len(seed) for seed in seeds} != {32}:
            raise Bad("a signing key is not 32 bytes", "KEYFILE_CHANGED")
        # Newest first, as in the file.
        self.secrets, self.inbox, self.seeds = secrets[::2], age.recipient(secrets[1]), seeds
        self.keys = [public_key(seed) for seed in seeds]
        if vault_id(self.keys[-1]) != self.id:
            raise Bad("the vault's id is not made from its own key", "KEYFILE_OTHER_VAULT")

    def label(self):
        """Section 3: the bytes of vault.json."""
        value = {"epoch": self.epoch, "format": 1, "inbox": self.inbox, "note": NOTE, "vault": self.id}
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n"


class State:
    """What this computer keeps outside the folder (1.1), as Casekeep keeps it (the note there)."""

    def __init__(self, folder):
        self.folder, self.pin, self.is_pin_damaged, self.captures = folder, None, False, []
        self.is_there = folder is not None and os.path.isdir(folder)
        if not self.is_there:
            return
        if (text := self.read("pin.json")) is not None:
            try:
                start, end = text.index(b'{"pin":'), text.rindex(b',"blake3":"')
                pin = text[start + 7:end]
                if text[end:] != b',"blake3":"' + blake3(pin).hex().encode() + b'"}':
                    raise ValueError("the pin's hash is another")
                self.pin = json.loads(pin)
            except ValueError:
                self.is_pin_damaged = True
        lines = (self.read("captures") or b"").split(b"\n")[:-1]
        self.captures = [line.split(b" ")[0].decode() for line in lines if re.match(rb"[0-9a-f]{64} ", line)]

    def read(self, name):
        try:
            with open(os.path.join(self.folder, name), "rb") as file:
                return file.read()
        except FileNotFoundError:
            return None

    def memory(self, secrets):
        """Returns what was remembered, None where nothing is, and raises ValueError where it is damaged."""
        if not self.is_there or (sealed := self.read("memory.age")) is None:
            return None
        try:
            line, _, text = age.open_with_any(secrets, sealed, 1 << 26).partition(b"\n")
            if line != b"casekeep-memory 1":
                raise ValueError("the memory has another type line")
            return json.loads(text)
        except age.Unopened as error:
            raise ValueError("the memory does not open") from error


class Vault:
    """One check of one vault."""

    def __init__(self, folder, state, found):
        self.folder, self.state, self.found = folder, State(state), found
        self.boxes, self.checked_objects, self.checked_bytes = {}, 0, 0
        self.paths = {}
        self.walk()

    def path(self, relative):
        return os.path.join(self.folder, relative)

    def walk(self):
        """Names and leftovers: every file that fits a form of section 1, by its kind."""
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), self.folder)
                parsed = parse_path(path)
                if parsed is None or os.path.islink(self.path(path)):
                    self.found.add("NAME_UNKNOWN", path, "its path has no form of a vault")
                elif parsed[0] == "temporary":
                    self.found.note("OBJECT_UNKNOWN", path, "a leftover of work that was cut short")
                else:
                    self.paths.setdefault(parsed[0], []).append((path, parsed[1]))
        for paths in self.paths.values():
            paths.sort(key=lambda one: one[0])

    def of(self, kind, **fields):
        return [(path, have) for path, have in self.paths.get(kind, ())
                if all(have.get(name) == value for name, value in fields.items())]

    # -- 7.1, steps 1 to 4

    def unlock(self, ways, open_key):
        """Opens a key file of one of these ways and leaves the identity in `self.identity`."""
        self.read_label()
        pin = self.state.pin
        pinned = {f"keys/{entry['file']}" for entry in (pin or {}).get("keys", ())}
        files = [(path, fields) for path, fields in self.of("key") if re.fullmatch(ways, fields["way"])]
        files = [file for file in files if file[0] in pinned] or files
        failure = Refused("integrity", 1, None, "there is no key file that this secret opens")
        for path, _ in sorted(files, key=lambda one: -int(one[1]["epoch"])):
            try:
                self.identity = self.open_key_file(path, open_key)
                return self.compare_pin()
            except Refused as refused:
                failure = failure if failure.code == "wrong_secret" else refused
        raise failure

    def compare_pin(self):
        """Another vault than the pinned one may lie here whole, with its label; a key file alone may not."""
        pin = self.state.pin
        if pin and pin["vault"] != self.identity.id:
            if self.label is None or f'"vault":"{self.identity.id}"'.encode() not in self.label:
                raise Refused("integrity", 1, "KEYFILE_OTHER_VAULT", "the identity is of another vault than the pin")
            self.state = State(None)
        elif pin and pin["epoch"] > self.identity.epoch:
            raise Refused("integrity", 1, "EPOCH_ROLLED_BACK", "these keys are older than the ones last used here")

    def read_label(self):
        self.label = None
        if not self.of("label"):
            self.found.add("VAULT_JSON_MISSING", "vault.json", "it is not there")
            return
        with open(self.path("vault.json"), "rb") as file:
            self.label = file.read(LABEL + 1)
        try:
            label = json.loads(self.label)
            if is_number(label["format"], 2):
                raise Refused("format_newer", 3, "FORMAT_NEWER", "vault.json is of a later format")
        except (ValueError, TypeError, KeyError, RecursionError):
            # Not even JSON: it differs from the one right text, and that is found below.
            pass

    def open_key_file(self, path, open_key):
        sealed, name = age.file_name(self.path(path))
        pinned = {entry["file"]: entry["blake3"] for entry in (self.state.pin or {}).get("keys", ())}
        is_pinned = pinned.get(os.path.basename(path)) in (None, name)
        try:
            identity = Identity(open_key(sealed))
        except age.TooCostly as error:
            raise Refused("integrity", 1, "KEYFILE_COST", str(error)) from error
        except age.WrongSecret as error:
            if is_pinned:
                raise Refused("wrong_secret", 3, None, "the secret is not the right one") from error
            raise Refused("integrity", 1, "KEYFILE_CHANGED", "the key file is not the pinned one") from error
        except age.Unopened as error:
            raise Refused("integrity", 1, "KEYFILE_CHANGED", f"the key file is damaged: {error}") from error
        except Bad as bad:
            code, status = ("format_newer", 3) if bad.kind == "FORMAT_NEWER" else ("integrity", 1)
            raise Refused(code, status, bad.kind, str(bad)) from bad
        return identity

    # -- 7.4

    def check(self):
        identity, found = self.identity, self.found
        memory = self.read_state()
        if not self.of("segment", box=None):
            raise Refused("integrity", 1, None, "the vault's own log is not there")
        self.read_own()
        if self.label is not None and self.label != identity.label() and not self.is_rotating:
            found.add("VAULT_JSON_CHANGED", "vault.json", "it is not what the identity file makes")
        self.own.check(found)
        if not any(log.records for log in self.own.logs.values()):
            raise Refused("integrity", 1, found.problems[-1]["class"], "no record of the vault's own log can be read")
        self.boxes[identity.id] = self.own
        self.check_keys()
        self.open_boxes()
        self.check_heads(memory)
        for box in self.registered & self.boxes.keys():
            self.check_objects(self.boxes[box])
        self.check_inbox()

    def read_own(self):
        """Reads the vault's own box, again once it says where the logs under older keys end (7.8)."""
        identity = self.identity
        self.ends, self.end_heads = None, []
        self.own = self.read_box(identity.id, identity.secrets, None)
        newest = [log for log in self.own.logs.values() if not log.is_older]
        said = [record.parts["heads"] for log in newest for segment in log.segments if not segment.fault
                for record in segment.records if record.head["kind"] == "rekey"
                and record.parts.get("epoch") == identity.epoch and "heads" in record.parts]
        if said:
            self.end_heads = said[0]
            self.ends = {(head["box"], head["writer"]): head["size"] for head in said[0]}
            self.own = self.read_box(identity.id, identity.secrets, None)
        records = [record for log in self.own.logs.values() for segment in log.segments if not segment.fault
                   for record in segment.records]
        begun = max([record.parts.get("epoch", 1) for record in records if record.head["kind"] == "epoch"], default=1)
        ended = max([record.parts.get("epoch", 1) for record in records if record.head["kind"] == "rekeyed"], default=1)
        self.is_rotating = begun > ended
        if begun > identity.epoch:
            raise Refused("integrity", 1, "EPOCH_ROLLED_BACK", "all keys are being changed, and these are the old ones")

    def read_state(self):
        state, found = self.state, self.found
        if state.is_pin_damaged:
            found.add("MEMORY_UNREADABLE", "pin.json", "the pin is damaged")
        elif state.pin and state.pin["epoch"] == self.identity.epoch and state.pin["inbox"] != self.identity.inbox:
            found.add("MEMORY_UNREADABLE", "pin.json", "the pin leads captures to another key")
        try:
            memory = state.memory(self.identity.secrets)
        except ValueError as error:
            found.add("MEMORY_UNREADABLE", "memory.age", str(error))
            return None
        if memory and memory["epoch"] > self.identity.epoch:
            found.add("EPOCH_ROLLED_BACK", "keys", f"epoch {memory['epoch']} was seen here")
        return memory

    def check_keys(self):
        """7.1, step 5: the newest `keys` record against the folder. While a key file is changed there may be either."""
        records = self.own.records("keys", "keys")
        if not records:
            return
        parts = records[-1].parts
        listed = {entry["file"]: {entry["blake3"]} for entry in parts["keys"]}
        needed = listed.keys() - set(parts.get("going", ()))
        for entry in parts.get("coming", ()):
            listed.setdefault(entry["file"], set()).add(entry["blake3"])
        there = {os.path.basename(path): path for path, _ in self.of("key")}
        for name in needed - there.keys():
            self.found.add("KEYFILE_MISSING", f"keys/{name}", "the log names it")
        for name in there.keys() - listed.keys():
            self.found.add("KEYFILE_UNKNOWN", f"keys/{name}", "the log does not name it")
        for name in there.keys() & listed.keys():
            if age.file_name(self.path(there[name]))[1] not in listed[name]:
                self.found.add("KEYFILE_CHANGED", f"keys/{name}", "it is not the one that the log names")

    def read_box(self, box, secrets, of):
        files = [(self.path(path), fields) for path, fields in self.of("segment", box=of)]
        return Box(self.identity.id, box, secrets, self.identity.keys, self.ends, files)

    def open_boxes(self):
        """7.1, steps 7 and 8."""
        self.registered = {record.parts["registered"]["box"] for record in self.own.records("box", "registered")}
        cases = self.path("cases")
        names = os.listdir(cases) if os.path.isdir(cases) else []
        folders = {name for name in names if re.fullmatch(BOX, name) and os.path.isdir(os.path.join(cases, name))}
        self.folders = {f"cases/{name}" for name in folders}
        shredded = self.shredded = self.check_shredded()
        self.registered -= shredded
        folders -= shredded
        self.unopened = self.registered - folders
        for box in sorted(self.unopened):
            self.found.add("CASE_MISSING", f"cases/{box}", "the vault's log names it")
        for box in sorted(folders):
            (self.open_box if box in self.registered else self.look_at_strange_box)(box)
        self.unopened |= shredded

    def check_shredded(self):
        """7.7: returns the boxes of shredded cases, which are not opened; files of them that are there are findings."""
        outcomes = {leaf: record.parts["outcome"] for record in self.own.records("shred_done", "outcome")
                    for leaf in record.head["of"]}
        private = [record.parts["registered"] for record in self.own.records("box", "registered")]
        shredded = set()
        for begun in self.own.records("shred_begin", "box"):
            outcome, case = outcomes.get(begun.leaf.hex()), begun.parts["box"]
            if outcome == "left whole" or (outcome is None and self.of("box key", box=case)):
                continue
            boxes = {case, *begun.parts.get("private", ()), *(one["box"] for one in private if one["of"] == case)}
            kinds = ("box key", "segment", "object")
            files = [path for kind in kinds for box in boxes for path, _ in self.of(kind, box=box)]
            if files or outcome is None:
                say = self.found.add if outcome else self.found.note
                say("SHREDDED_RETURNED", f"cases/{case}", f"{len(files)} files of a shredded case are there")
            shredded |= boxes
        return shredded

    def open_box(self, box):
        found = type(self.found)()
        try:
            opened = self.read_box(box, self.box_secrets(box), box)
            opened.check(found)
            wrong = not opened.opens or any(one["class"] == "CASE_KEY_WRONG" for one in found.problems)
        except (age.Unopened, OSError, Bad):
            wrong = True
        if wrong:
            self.unopened.add(box)
            self.found.add("CASE_KEY_WRONG", f"cases/{box}", "key.age is not the key that record 0 names")
        else:
            self.boxes[box] = opened
            self.found.take(found)

    def look_at_strange_box(self, box):
        """A box that the log does not name: a crash's, when this vault's key signed a log in it without any fault."""
        found = type(self.found)()
        if not self.of("segment", box=box) and not self.of("object", box=box):
            self.found.note("CASE_UNKNOWN", f"cases/{box}", "it was begun, and has no record")
            return
        try:
            opened = self.read_box(box, self.box_secrets(box), box)
            opened.check(found)
            is_ours = bool(opened.logs) and not found.problems
        except (age.Unopened, OSError, Bad):
            is_ours = False
        if is_ours:
            self.found.note("CASE_UNKNOWN", f"cases/{box}", "a crash kept it from being registered")
            self.boxes[box] = opened
        else:
            self.found.add("CASE_UNKNOWN", f"cases/{box}", "the log does not name it, and its key did not sign it")

    def box_secrets(self, box):
        """Section 2.4: opened with the vault identity alone, and while all keys are being changed with older ones too. The
        box's identities, newest first."""
        with open(self.path(f"cases/{box}/key.age"), "rb") as file:
            sealed = file.read(age.KEY_FILE + 1)
        ours = self.identity.secrets if self.is_rotating else self.identity.secrets[:1]
        text = age.open_with_any(ours, sealed, KEY_TEXT).decode("ascii", "replace")
        match = re.fullmatch(f"# casekeep box key 1 {box}\n((?:AGE-SECRET-KEY-1[0-9A-Z]{{58}}\n)+)", text)
        if not match or len(sealed) > age.KEY_FILE:
            raise Bad("key.age has another form", "CASE_KEY_WRONG")
        return match[1].split()

    def check_heads(self, memory):
        """7.1, step 6: every head seen before is a prefix of what is there."""
        heads = [("this computer", head) for head in (memory or {}).get("heads", ())]
        newest = {record.head["w"]: record for record in self.own.records("heads", "heads")}
        heads += [("the vault's log", head) for record in newest.values() for head in record.parts["heads"]]
        heads += [("the change of keys", head) for head in self.end_heads]
        lifted = [head for record in self.own.records("restored", "before") for head in record.parts["before"]]
        for whence, head in heads:
            if head["box"] in self.unopened or head in lifted:
                continue
            box = self.boxes.get(head["box"])
            log = box and box.logs.get(head["writer"])
            if log:
                log.compare_head(head["size"], base64.b64decode(head["root"]), self.found, whence)
            elif head["size"]:
                self.found.add("ROLLED_BACK", f"{head['box']}/{head['writer']}",
                               f"the log is not there, and {whence} knows {head['size']} records")

    def check_objects(self, box):
        """Each item's object, and the objects that no record names."""
        items = [record for record in box.records("item", "object", "file") if not record.head["of"]]
        moved = {one["from"]: one["to"] for record in box.records("moved", "moved") for one in record.parts["moved"]}
        named = {moved_to(moved, record.parts["object"]): record.parts["file"] for record in items}
        there = {fields["name"]: path for path, fields in self.of("object", box=box.id)}
        for name in sorted(named.keys() - there.keys()):
            self.found.add("OBJECT_MISSING", name, "a record names it")
        for name in sorted(there.keys() - named.keys()):
            self.found.note("OBJECT_UNKNOWN", there[name], "no record names it")
        names = sorted(there.keys() & named.keys())
        check = functools.partial(self.check_object, "\n".join(box.secrets))
        for fault in POOL.map(check, [self.path(there[name]) for name in names], names, map(named.get, names)):
            if fault:
                self.found.add("OBJECT_CHANGED", *fault)

    def check_object(self, secrets, path, name, file):
        """Section 6.5."""
        sealed, true_name = age.file_name(path)
        if true_name != name:
            return path, "its bytes are not those of its name"
        del sealed
        size, digest = 0, hashlib.sha256()

        def take(piece):
            nonlocal size
            size += len(piece)
            digest.update(piece)

        try:
            age.stream_with(secrets, path, take)
        except age.Unopened as error:
            return path, str(error)
        if {"sha256": digest.hexdigest(), "size": size} != file:
            return path, "its plaintext is not the recorded one"
        self.checked_objects, self.checked_bytes = self.checked_objects + 1, self.checked_bytes + size
        return None

    def check_inbox(self):
        """7.1: by names, and the bytes of own captures; nothing in the inbox is opened."""
        adopted = {record.parts["inbox"] for record in self.own.records("adopted", "inbox")}
        captures = set(self.state.captures)
        there = {fields["name"]: path for path, fields in self.of("inbox")}
        for name in sorted(captures - adopted):
            if name not in there or age.file_name(self.path(there[name]))[1] != name:
                self.found.add("INBOX_MISSING", f"inbox/{name}.age", "this computer put it there")
        unknown = sorted(there.keys() - captures - adopted)
        for name in unknown[:SHOWN]:
            self.found.add("INBOX_UNKNOWN", there[name], "this computer did not put it there")

    def contents(self):
        """Returns every good record of every box, for whoever wants to read it."""
        return {box.id: [{**record.head, "parts": record.parts} for log in box.logs.values()
                         for record in log.every_record()] for box in self.boxes.values()}


def moved_to(moved, name):
    """Section 6.5: follows `from` to `to` until no pair goes on; a circle, which nobody writes, ends too."""
    for _ in moved:
        name = moved.get(name, name)
    return name
