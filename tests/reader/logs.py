"""Segments, logs and boxes: sections 5.3, 5.4 and 6.1 of docs/format.md."""

import os
import re
from concurrent.futures import ThreadPoolExecutor

import age
from forms import SEGMENT_TEXT, Bad, Record, add_leaf, is_number, root_of
from signing import Note

# age is another program, so threads are enough to keep every core busy.
POOL = ThreadPoolExecutor(max_workers=os.cpu_count() or 2)


class Place:
    """Where a log is, what opens and signs it, and where it ends if an older key signed it."""

    def __init__(self, vault, box, writer, identities, keys, ends):
        """`identities` and `keys` are newest first. `ends` is {(box, writer): size}, or None until that is known (7.8)."""
        self.vault, self.box, self.writer = vault, box, writer
        self.identities, self.keys = identities, keys
        self.end = None if ends is None else ends.get((box, writer), 0)
        self.origin = f"casekeep/v1/{vault}/{box}/{writer}"


class Segment:
    """One file of a log. It is read from its beginning, and its first fault names it (6.1)."""

    def __init__(self, place, path, fields):
        self.path, self.place = path, place
        self.first, self.last, self.hash = int(fields["first"]), int(fields["last"]), fields["hash"]
        self.fault, self.records, self.note, self.opened, self.is_older = None, [], None, False, False

    def read(self):
        try:
            sealed, name = age.file_name(self.path)
            if not name.startswith(self.hash):
                raise Bad("the bytes are not those of the name", "SEGMENT_CHANGED")
            text = age.open_with_any(self.place.identities, sealed, SEGMENT_TEXT)
            self.opened = True
            self.note = Note(self.read_records(text))
            self.check_place()
        except OSError as error:
            self.fault = ("UNREADABLE", str(error))
        except age.Unopened as error:
            self.fault = ("SEGMENT_CHANGED", str(error))
        except Bad as bad:
            self.fault = (bad.kind, str(bad))
        return self

    def read_records(self, text):
        """Section 6.1: reads the type line and the records, and returns the note."""
        lines, position = text.split(b"\n"), 1
        kind = re.fullmatch(rb"casekeep-segment (.*)", lines[0])
        if not kind or kind[1] != b"1":
            raise Bad("its type line is another", "FORMAT_NEWER" if kind else "SEGMENT_CHANGED")
        while position < len(lines) - 1 and lines[position]:
            end = position + 1
            while lines[end:end + 1] and lines[end].startswith(b"["):
                end += 1
            if end >= len(lines):
                break
            self.records.append(Record(lines[position], lines[position + 1:end]))
            position = end
        note = b"\n".join(lines[position + 1:])
        if position >= len(lines) - 1 or not self.records or not note:
            raise Bad("it ends in the middle, or holds no record, or no note", "SEGMENT_CHANGED")
        return note

    def check_place(self):
        """After the note's form: its signature, its origin, the place of the records, its size."""
        newest, *older = self.place.keys
        self.is_older = (not self.note.is_signed(newest) and self.note.origin == self.place.origin
                         and any(self.note.is_signed(key) for key in older))
        if not self.is_older and not self.note.is_signed(newest):
            raise Bad("the note is not signed by this vault", "SIGNATURE_BAD")
        if self.is_older and self.place.end is not None and self.note.size > self.place.end:
            raise Bad("an old key signed it after all keys were changed", "SIGNED_AFTER_CUTOFF")
        heads = [(record.head["box"], record.head["w"], record.head["n"]) for record in self.records]
        ours = [(self.place.box, self.place.writer, n) for n in range(self.first, self.last + 1)]
        if (self.note.origin, self.note.size, heads) != (self.place.origin, self.last + 1, ours):
            raise Bad("it is of another place than its name says", "RECORD_MISPLACED")


class Log:
    """One writer's log in one box. Segments with a fault are not used; their numbers count as there."""

    def __init__(self, place, segments):
        self.place, self.segments = place, sorted(segments, key=lambda s: (s.first, s.last, s.hash))
        self.size = max(segment.last for segment in segments) + 1
        # Every tree that the segments make, by its size. More than one only where there is a fork.
        self.trees = {0: {()}}
        self.records = {}

    def check(self, found):
        """Finds what is wrong with each segment, and with all of them together."""
        end = 0
        for segment in self.segments:
            if segment.fault:
                found.add(segment.fault[0], segment.path, segment.fault[1])
            if segment.first > end:
                found.add("SEGMENT_MISSING", self.place.origin,
                          f"records {end} to {segment.first - 1} are in no segment")
            end = max(end, segment.last + 1)
        for segment in self.segments:
            if not segment.fault:
                self.take(segment, found)

    def take(self, segment, found):
        """Puts a segment's records on every tree that ends where it begins, and compares its signed root."""
        for n, record in enumerate(segment.records, segment.first):
            there = self.records.setdefault(n, [])
            if record not in there:
                if there:
                    found.add("FORK", segment.path, f"there are two different records {n}")
                there.append(record)
        grown = [self.grow(tree, segment) for tree in self.trees.get(segment.first, ())]
        right = [trees for trees in grown if root_of(trees[-1]) == segment.note.root]
        if grown and not right:
            found.add("RECORD_BAD", segment.path, "the signed root is not that of the records")
        for trees in right or grown:
            for size, tree in enumerate(trees, segment.first):
                self.trees.setdefault(size, set()).add(tree)

    @staticmethod
    def grow(tree, segment):
        trees = [tree]
        for record in segment.records:
            trees.append(add_leaf(trees[-1], record.leaf))
        return trees

    @property
    def is_older(self):
        return any(segment.is_older and not segment.fault for segment in self.segments)

    def check_record_0(self, recipients, found):
        """Section 5.4: record 0 names the vault and the recipient of the identity that opened the box; in a log under an
        older key it may name an earlier one."""
        known = recipients if self.is_older else recipients[:1]
        for record in self.records.get(0, ()):
            say = {"recipient": None, "vault": None, "format": None, **record.parts}
            if record.head["kind"] != "box" or not is_number(say["format"]) or not say["recipient"]:
                fault = ("RECORD_BAD", "the log does not begin with a record of its box")
            elif say["format"] > 1:
                fault = ("FORMAT_NEWER", "the log is of a later format")
            elif say["vault"] != self.place.vault:
                fault = ("RECORD_MISPLACED", "the log is of another vault")
            elif say["recipient"] not in known:
                fault = ("CASE_KEY_WRONG", "record 0 names another key than the one that is there")
            else:
                continue
            found.add(fault[0], self.place.origin, fault[1])

    def every_record(self):
        return [record for n in sorted(self.records) for record in self.records[n]]

    def compare_head(self, size, root, found, whence):
        """A head seen before must be a prefix of the log."""
        if size > self.size:
            found.add("ROLLED_BACK", self.place.origin, f"it has {self.size} records, and {whence} knows {size}")
        elif size in self.trees and all(not tree or root_of(tree) != root for tree in self.trees[size]):
            found.add("FORK", self.place.origin, f"its first {size} records are not those that {whence} knows")


class Box:
    """A folder with a key and logs, opened with its identities, newest first."""

    def __init__(self, vault, box, secrets, keys, ends, segments):
        """`segments` is a list of (path, fields) of the box's segment files; the rest is as in `Place`."""
        self.id, self.secrets = box, secrets
        places = {fields["writer"]: Place(vault, box, fields["writer"], secrets, keys, ends) for _, fields in segments}
        files = [Segment(places[fields["writer"]], path, fields) for path, fields in segments]
        read = list(POOL.map(Segment.read, files))
        self.opens = any(segment.opened for segment in read) or not read
        self.logs = {writer: Log(place, [segment for segment in read if segment.place is place])
                     for writer, place in places.items()}

    def check(self, found):
        recipients, salts = [age.recipient(secret) for secret in self.secrets], set()
        for log in self.logs.values():
            log.check(found)
            log.check_record_0(recipients, found)
            # Of two versions of a record, which is a fork already, one counts.
            for record in (versions[0] for _, versions in sorted(log.records.items())):
                if len(set(record.salts)) < len(record.salts) or not salts.isdisjoint(record.salts):
                    found.add("RECORD_BAD", log.place.origin, f"record {record.head['n']} repeats a salt")
                salts.update(record.salts)

    def records(self, kind, *parts):
        """Returns the records of a kind that have these parts, oldest first: between writers by the clock, of one writer
        by number (5.4)."""
        sorted_records = []
        for log in self.logs.values():
            latest = ""
            for record in log.every_record():
                latest = max(latest, record.head["at"])
                if record.head["kind"] == kind and record.parts.keys() >= set(parts):
                    sorted_records.append((latest, record.head["w"], record.head["n"], record))
        return [record for *_, record in sorted(sorted_records, key=lambda one: one[:3])]
