"""A bundle, checked with no vault at hand: section 9 of docs/format.md, in its order. It is held in memory whole."""

import hashlib
import json
import re

from forms import HEX, Bad, Record, need, root_by_path, without_twins
from lineage import ORIGIN, read_lineage
from seals import check_seals
from signing import fingerprint, from_base64, ssh_blob, ssh_signer

TAG_MANIFEST, MANIFEST = "tagmanifest-sha256.txt", "manifest-sha256.txt"
SIGNATURE, TIME_STAMP = TAG_MANIFEST + ".sig", TAG_MANIFEST + ".tsr"
LISTED = {"HOW-TO-VERIFY.txt", "allowed_signers", "bag-info.txt", "bagit.txt", MANIFEST}
UNLISTED = {TAG_MANIFEST, SIGNATURE, TIME_STAMP}
FOLDERS = {"", "data", "data/originals", "data/proof"}
RECORDS, INCLUSION, ACCOUNTING = (f"data/proof/{name}" for name in
                                  ("records.jsonl", "inclusion.json", "accounting.txt"))
GIVEN = "withheld (given before)"
STATES = {"disclosed", "disclosed in part", GIVEN, "withheld (not selected)", "withheld (structural)"}
FOLLOWS = re.compile("Follows: (casekeep-[a-z2-7]{8}-[1-9][0-9]*) ([0-9a-f]{64})")
PLAIN = re.compile(r"(?!\.\.?(/|$))[A-Za-z0-9._-]+(/(?!\.\.?(/|$))[A-Za-z0-9._-]+)*")


class Cut(Exception):
    """The archive cannot be read on from here."""


def entries(data):
    """Section 9.1: yields (path, type, bytes) of each entry, and raises Cut for anything but a plain archive."""
    position, known = 0, {}

    def take(size):
        nonlocal position
        position += size
        if position > len(data):
            raise Cut("the archive ends too early")
        return data[position - size:position]

    def number(field):
        match = re.fullmatch(rb"([0-7]+)[\0 ]*", field)
        if not match:
            raise Cut("a number has another form")
        return int(match[1], 8)

    while any(block := take(512)):
        total = sum(block) - sum(block[148:156]) + 8 * 32
        if block[148:156] not in (b"%06o\0 " % total, b"%07o\0" % total):
            raise Cut("a header is damaged")
        kind, size = block[156:157], number(block[124:136])
        if kind in b"gLKS":
            raise Cut("an extension that a bundle may not use")
        if kind not in b"\x000x":
            size = 0
        size = known.pop("size", size) if kind != b"x" else size
        content = take(size)
        if any(take(-size % 512)):
            raise Cut("bytes that belong to no file")
        if kind == b"x":
            known = extended(content)
            continue
        name, prefix = block[:100].split(b"\0")[0], block[345:500].split(b"\0")[0]
        path = (prefix + b"/" if prefix and block[257:263] == b"ustar\0" else b"") + name
        yield known.pop("path", path.decode("utf-8", "replace")), kind, content
    if known or any(take(512)) or any(data[position:]):
        raise Cut("bytes that belong to no file")


def extended(content):
    """A pax header may give a path and a size; other harmless keys are passed over."""
    known = {}
    while content:
        match = re.match(rb"([0-9]+) ([A-Za-z]+)=", content)
        length = int(match[1]) if match else 0
        if not match or length > len(content) or content[length - 1:length] != b"\n":
            raise Cut("an extended header is damaged")
        key, value = match[2].decode(), content[match.end():length - 1].decode("utf-8", "replace")
        if key in known or key not in ("path", "size", "mtime", "atime", "ctime", "uid", "gid", "uname", "gname",
                                       "comment"):
            raise Cut("an extended header is of a kind not allowed")
        if key in ("path", "size"):
            known[key] = int(value) if key == "size" else value
        content = content[length:]
    return known


class Bundle:
    """One check of one bundle."""

    def __init__(self, data, is_whole, expected, found):
        """`is_whole` is False where the envelope opened only in part; then what is absent proves nothing."""
        self.found, self.files, self.folder, self.complete = found, {}, None, is_whole
        if not is_whole:
            found.add("BUNDLE_TAR", "the envelope", "it is damaged or cut short")
        try:
            for path, kind, content in entries(data):
                self.place(path, kind, content)
        except Cut as cut:
            self.complete = False
            if is_whole:
                found.add("BUNDLE_TAR", "the archive", str(cut))
        self.signer, self.key, self.is_matched = None, None, "not compared"
        self.check_signature()
        self.lineage = read_lineage(self)
        self.compare(expected)
        self.check_manifests()
        self.check_texts()
        self.follows = self.read_follows()
        self.records, self.all_read = [], RECORDS in self.files
        self.check_records()
        self.logs = []
        self.check_checkpoints()
        self.check_inclusion()
        self.withheld = 0
        self.check_accounting()
        self.check_originals()
        check_seals(self)

    def place(self, path, kind, content):
        """Section 9.1: regular files with plain paths in one folder, none twice."""
        is_folder = kind == b"5"
        plain = path[:-1] if is_folder and path.endswith("/") else path
        top, _, rest = plain.partition("/")
        if kind not in b"0\x005" or len(plain) > 200 or not PLAIN.fullmatch(plain):
            return self.found.add("BUNDLE_TAR", path, "a link, a device, or a name that a bundle may not have")
        self.folder = self.folder or top
        if top != self.folder or (not rest and not is_folder):
            return self.found.add("BUNDLE_TAR", path, "it is not in the one folder")
        if is_folder:
            if rest not in FOLDERS:
                self.found.add("BUNDLE_EXTRA", path, "the folder does not belong to a bundle")
        elif rest.lower() in {name.lower() for name in self.files}:
            self.found.add("BUNDLE_TAR", path, "the file is there twice")
        else:
            self.files[rest] = content
        return None

    def missing(self, path, kind="BUNDLE_MISSING"):
        if self.complete:
            self.found.add(kind, path, "it is not there")

    def check_signature(self):
        """Section 9.3. Where the signature does not hold, the rest is checked by the key that the bundle names."""
        named = None
        if line := self.files.get("allowed_signers"):
            match = re.fullmatch(rb"casekeep ssh-ed25519 (\S+)\n", line)
            try:
                blob = from_base64(match[1].decode()) if match else b""
                named = blob[-32:] if blob == ssh_blob(blob[-32:]) else None
            except (Bad, UnicodeDecodeError):
                named = None
        if SIGNATURE in self.files and TAG_MANIFEST in self.files:
            try:
                self.signer = ssh_signer(self.files[SIGNATURE], self.files[TAG_MANIFEST])
            except Bad as bad:
                self.found.add(bad.kind, SIGNATURE, str(bad))
        self.key = self.signer or named
        if self.signer and "allowed_signers" in self.files and named != self.signer:
            self.found.add("BUNDLE_KEY_MISMATCH", "allowed_signers", "it names another key than the one that signed")

    def compare(self, expected):
        """Section 9.8. The fingerprint of an older key is not enough: keys are changed when others may have them."""
        if self.signer and expected:
            self.is_matched = "matched" if fingerprint(self.signer) == expected else "different"
            if self.is_matched == "different":
                older = any(fingerprint(key) == expected for key in self.lineage.keys)
                self.found.add("BUNDLE_SIGNER", SIGNATURE, f"signed by {fingerprint(self.signer)}"
                               + (", and the one given is of a key from before" if older else ""))

    def check_manifests(self):
        """Section 9.2: exactly the listed files, each with its hash."""
        listed = {name: self.manifest(name) for name in (TAG_MANIFEST, MANIFEST)}
        for name, files in listed.items():
            for path, digest in files.items():
                if path.startswith("data/") != (name == MANIFEST):
                    self.found.add("BUNDLE_CHANGED", path, f"it belongs in the other list than {name}")
                if path not in self.files:
                    self.missing(path)
                elif hashlib.sha256(self.files[path]).hexdigest() != digest:
                    self.found.add("BUNDLE_CHANGED", path, f"it is not the one that {name} lists")
        for path in self.files:
            known = path in listed[MANIFEST] if "/" in path else path in LISTED | UNLISTED
            if not known or path not in {*listed[MANIFEST], *listed[TAG_MANIFEST], *UNLISTED}:
                self.found.add("BUNDLE_EXTRA", path, "it does not belong to the bundle")
        if TIME_STAMP in self.files:
            self.found.note("BUNDLE_EXTRA", TIME_STAMP, "a time-stamp, which this program does not check")
        for path in sorted((LISTED | {TAG_MANIFEST, SIGNATURE}) - self.files.keys()):
            self.missing(path)

    def manifest(self, name):
        lines = self.files.get(name, b"").split(b"\n")
        matches = [re.fullmatch(r"([0-9a-f]{64})  (\S+)", line.decode("utf-8", "replace")) for line in lines[:-1]]
        paths = [match[2] for match in matches if match and PLAIN.fullmatch(match[2])]
        if lines[-1] or len(paths) < len(matches) or len(set(paths)) < len(paths):
            self.found.add("BUNDLE_CHANGED", name, "the list has another form")
            return {}
        return {match[2]: match[1] for match in matches}

    def check_texts(self):
        bagit, info = self.files.get("bagit.txt"), self.files.get("bag-info.txt")
        if bagit not in (None, b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"):
            self.found.add("BUNDLE_CHANGED", "bagit.txt", "it says something else than in any bundle")
        if info is None:
            return
        payload = [content for path, content in self.files.items() if path.startswith("data/")]
        oxum = f"{sum(map(len, payload))}.{len(payload)}"
        for label, value in (("Payload-Oxum", oxum), ("External-Identifier", self.folder)):
            said = re.findall(rf"^{label}: (.*)$", info.decode("utf-8", "replace"), re.M)
            if said != [value] and (self.complete or label != "Payload-Oxum"):
                self.found.add("BUNDLE_CHANGED", "bag-info.txt", f"its {label} is not what the bundle has")

    def read_follows(self):
        """Section 9.12: the earlier bundles that a supplement names. None where that cannot be read."""
        if "bag-info.txt" not in self.files:
            return None
        lines = self.files["bag-info.txt"].decode("utf-8", "replace").split("\n")
        matches = [FOLLOWS.fullmatch(line) for line in lines if line.startswith("Follows")]
        if not all(matches):
            self.found.add("BUNDLE_CHANGED", "bag-info.txt", "it names an earlier bundle in another form")
            return None
        return [{"folder": match[1], "tagmanifest_sha256": match[2]} for match in matches]

    def check_records(self):
        """Section 9.4: canonical lines, parts that the heads name, no salt and no place twice."""
        if RECORDS not in self.files:
            return self.missing(RECORDS)
        *lines, rest = self.files[RECORDS].split(b"\n")
        if rest:
            lines.append(rest)
            self.found.add("RECORD_BAD", RECORDS, "its last line is not whole")
        groups = []
        for line in lines or [b""]:
            if groups and not line.startswith(b"{"):
                groups[-1].append(line)
            else:
                groups.append([line])
        salts, places = set(), set()
        for head_line, *part_lines in groups:
            try:
                record = Record(head_line, part_lines, is_whole=False)
                place = record.head["w"], record.head["n"]
                self.records.append(record)
                need(salts.isdisjoint(record.salts) and len(set(record.salts)) == len(record.salts), "a salt repeats")
                need(place not in places, "a record is there twice")
            except Bad as bad:
                self.found.add(bad.kind, RECORDS, str(bad))
                self.all_read = self.all_read and record_is_read(self.records, head_line)
            else:
                salts.update(record.salts)
                places.add(place)
        leaves = {record.leaf.hex() for record in self.records}
        for record in self.records:
            if not leaves.issuperset(record.head["of"]):
                self.found.note("ACCOUNTING_GAP", RECORDS, "a record amends one that is not in the bundle")
        return None

    def check_checkpoints(self):
        """Section 9.5: signed by a key of the bundle's lineage, of its vault, of one box, each of another writer."""
        names = re.compile("data/proof/checkpoint-([1-9][0-9]*)[.]txt")
        numbers = sorted(int(match[1]) for match in map(names.fullmatch, self.files) if match)
        if not numbers or numbers != list(range(1, len(numbers) + 1)):
            self.missing("data/proof/checkpoint-<k>.txt")
        for k in numbers:
            path = f"data/proof/checkpoint-{k}.txt"
            note = self.files[path]
            origin = ORIGIN.fullmatch(note.split(b"\n")[0].decode("utf-8", "replace"))
            if not origin:
                self.found.add("SIGNATURE_BAD", path, "it does not say whose log it is of")
                continue
            vault, box, writer = origin.groups()
            if any(log["writer"] == writer for log in self.logs) or (self.logs and self.logs[0]["box"] != box):
                self.found.add("RECORD_MISPLACED", path, "it is of the same log as another, or of another case")
            log = {"k": k, "box": box, "writer": writer, "note": None}
            self.logs.append(log)
            if self.key is None:
                continue
            try:
                if vault != self.lineage.vault:
                    raise Bad("it is of another vault than the key that signed", "BUNDLE_KEY_MISMATCH")
                log["note"] = self.open_checkpoint(path, note)
            except Bad as bad:
                self.found.add(bad.kind, path, str(bad))
        if self.key is not None and self.logs and self.complete:
            writers = {log["writer"] for log in self.logs}
            for box, writer in self.lineage.ends:
                if box == self.logs[0]["box"] and writer not in writers:
                    self.found.note("ROLLED_BACK", writer, "this log was there when keys were changed")

    def open_checkpoint(self, path, data):
        """Section 9.10: what an older key signed counts only as its log ended when keys were changed."""
        note, is_older = self.lineage.open(data)
        end = self.lineage.end_of(note)
        if end and note.size < end[0]:
            self.found.note("ROLLED_BACK", path, f"its log had {end[0]} records when keys were changed")
        elif (end or is_older) and not self.lineage.is_end(note):
            raise Bad("it is not where its log ended when keys were changed", "SIGNED_AFTER_CUTOFF")
        return note

    def check_inclusion(self):
        """Section 9.6: from each record to the root of its log."""
        paths = self.inclusion_paths()
        used = set()
        for record in self.records:
            log = next((log for log in self.logs if log["writer"] == record.head["w"]), None)
            if log is None:
                self.missing(f"the log of record {record.head['n']}", "RECORD_MISPLACED")
                continue
            if record.head["box"] != log["box"]:
                self.found.add("RECORD_MISPLACED", RECORDS, "a record is of another case")
            place = log["k"], record.head["n"]
            if place not in paths:
                self.missing(f"the proof of record {place}", "PROOF_BAD")
                continue
            used.add(place)
            size, path = paths[place]
            note = log["note"]
            if note and (size != note.size or root_by_path(record.leaf, place[1], size, path) != note.root):
                self.found.add("PROOF_BAD", INCLUSION, f"record {place} does not lead to the signed root")
        if self.all_read and paths.keys() - used:
            self.found.add("PROOF_BAD", INCLUSION, "there is a proof without a record")

    def inclusion_paths(self):
        if INCLUSION not in self.files:
            self.missing(INCLUSION)
            return {}
        try:
            entries = json.loads(self.files[INCLUSION].decode(), object_pairs_hook=without_twins)
            for entry in entries:
                numbers = [entry["k"], entry["n"], entry["size"]]
                need(entry.keys() == {"k", "n", "path", "size"} and all(type(n) is int and n >= 0 for n in numbers)
                     and all(HEX.fullmatch(step) for step in entry["path"]), "a proof has another form")
            paths = {(entry["k"], entry["n"]): (entry["size"], [bytes.fromhex(step) for step in entry["path"]])
                     for entry in entries}
            need(len(paths) == len(entries), "there are two proofs of one record")
        except (Bad, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            self.found.add("PROOF_BAD", INCLUSION, f"it cannot be read: {error}")
            return {}
        return paths

    def check_accounting(self):
        """Section 9.7: every leaf number of every log, and what is so."""
        if ACCOUNTING not in self.files:
            return self.missing(ACCOUNTING, "ACCOUNTING_GAP")
        try:
            accounts = parse_accounting(self.files[ACCOUNTING].decode())
        except (Bad, UnicodeDecodeError) as bad:
            return self.found.add("ACCOUNTING_GAP", ACCOUNTING, str(bad))
        self.withheld = sum(state.startswith("withheld") for account in accounts for state in account)
        if self.follows == [] and any(GIVEN in account for account in accounts):
            self.found.add("ACCOUNTING_GAP", ACCOUNTING, "something was given before, and no earlier bundle is named")
        if len(accounts) != len(self.logs) and self.complete:
            self.found.add("ACCOUNTING_GAP", ACCOUNTING, "it has another number of logs than there are checkpoints")
        for log in self.logs:
            if log["k"] > len(accounts):
                continue
            account = accounts[log["k"] - 1]
            if log["note"] and log["note"].size != len(account):
                self.found.add("ACCOUNTING_GAP", ACCOUNTING, f"log {log['k']} is signed with another size")
            here = {record.head["n"]: record for record in self.records if record.head["w"] == log["writer"]}
            for n, state in enumerate(account):
                if n in here:
                    right = state == ("disclosed" if here[n].is_whole else "disclosed in part")
                else:
                    right = state.startswith("withheld") or not self.all_read
                if not right:
                    self.found.add("ACCOUNTING_GAP", ACCOUNTING, f"record {n} of log {log['k']} is not {state}")
        return None

    def check_originals(self):
        """Section 9.8: each item's file is the recorded bytes, and no other file is there."""
        there = {}
        for path in self.files:
            if match := re.fullmatch(r"data/originals/(?:([0-9]+)(?![0-9]).+|.*)", path):
                there.setdefault(match[1] and int(match[1]), []).append(path)
        wrong = []
        for record in self.records:
            if record.head["kind"] != "item" or record.head["of"] or not {"number", "file"} <= record.parts.keys():
                continue
            number, file = record.parts["number"], record.parts["file"]
            same = [path for path in there.get(number, ()) if file == {
                "sha256": hashlib.sha256(self.files[path]).hexdigest(), "size": len(self.files[path])}]
            if same:
                there[number].remove(same[0])
            else:
                wrong.append(number)
        for number in wrong:
            if there.get(number):
                self.found.add("BUNDLE_CHANGED", there[number].pop(), "it is not the one that was recorded")
            else:
                self.missing(f"the original of item {number}")
        if self.all_read and self.complete:
            for path in (path for paths in there.values() for path in paths):
                self.found.add("BUNDLE_EXTRA", path, "no record names it")


def record_is_read(records, head_line):
    """True for a record that was read, and only repeats something."""
    return bool(records) and records[-1].lines[0] == head_line


def parse_accounting(text):
    """Returns the states of each log. A heading comes first; after it only lines of logs and records."""
    accounts, sizes = [], []
    for line in text.split("\n"):
        if match := re.fullmatch("log ([0-9]+) size ([0-9]+)", line):
            need(int(match[1]) == len(accounts) + 1, "a log is out of order")
            accounts.append([])
            sizes.append(int(match[2]))
        elif re.match("log |[0-9]", line) or (accounts and line):
            match = re.fullmatch(r"([0-9]+) ([0-9]+) (.*)", line)
            need(match and accounts and match[3] in STATES, "a line has another form")
            need((int(match[1]), int(match[2])) == (len(accounts), len(accounts[-1])), "a record is out of order")
            accounts[-1].append(match[3])
    need([len(account) for account in accounts] == sizes, "a record is left out")
    return accounts
