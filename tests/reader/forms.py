"""The forms of names, of canonical JSON and of records: sections 1, 4 and 5 of docs/format.md."""

import base64
import binascii
import hashlib
import json
import re
from datetime import datetime

BOX, WRITER, RANDOM = "[a-z2-7]{26}", "[a-z2-7]{16}", "[a-z2-7]{16}"
SEGMENT = "(?P<first>[0-9]{10})-(?P<last>[0-9]{10})-(?P<hash>[0-9a-f]{32})[.]age"
LOG = f"(?:cases/(?P<box>{BOX})/)?log/(?P<writer>{WRITER})"
# Section 1, the tree: each kind of path with its form.
PATHS = {
    "label": r"vault[.]json",
    "key": r"keys/(?P<epoch>[1-9][0-9]*)[.](?P<way>passphrase|recovery|[a-z2-7]{8})[.]age",
    "segment": f"{LOG}/{SEGMENT}",
    "box key": f"cases/(?P<box>{BOX})/key[.]age",
    "object": f"cases/(?P<box>{BOX})/objects/(?P<shard>[0-9a-f]{{2}})/(?P<name>[0-9a-f]{{64}})[.]age",
    "inbox": "inbox/(?P<name>[0-9a-f]{64})[.]age",
    "temporary": f"(?:|keys/|inbox/|(?:cases/{BOX}/)?log/{WRITER}/|cases/{BOX}/|cases/{BOX}/objects/)"
                 f"tmp-(?P<writer>{WRITER})-{RANDOM}",
}
PATHS = {kind: re.compile(form) for kind, form in PATHS.items()}

HEAD_LINE, PART_LINE, PARTS, SEGMENT_TEXT, LAST_LEAF = 64 << 10, 4 << 20, 512, 64 << 20, 9_999_999_999
HEX = re.compile("[0-9a-f]{64}")
NAME = re.compile("[a-z0-9_]{1,64}")
KEY = re.compile("[a-z0-9_]+")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z")
HEAD_FIELDS = {"at", "box", "kind", "n", "of", "parts", "salt", "v", "w"}


class Bad(Exception):
    """Bytes are not of the form that the format gives them. Says which class of section 8 that is."""

    def __init__(self, what, kind="RECORD_BAD"):
        super().__init__(what)
        self.kind = kind


def parse_path(path):
    """Returns (kind, fields) of a path in a vault, or None for one that fits no form of section 1."""
    for kind, form in PATHS.items():
        if match := form.fullmatch(path):
            fields = match.groupdict()
            if kind == "object" and not fields["name"].startswith(fields["shard"]):
                return None
            if kind == "segment" and fields["first"] > fields["last"]:
                return None
            return kind, fields
    return None


def canonical(line):
    """Section 4: parses, writes again, compares. Returns the value."""
    try:
        value = json.loads(line.decode(), object_pairs_hook=without_twins, parse_float=refuse, parse_constant=refuse)
        again = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        check_value(value, 0)
    except (ValueError, RecursionError) as error:
        raise Bad(f"a line is not canonical JSON: {error}") from error
    if again != line:
        raise Bad("a line is JSON, but not in its one form")
    return value


def without_twins(pairs):
    if len(dict(pairs)) != len(pairs) or not all(KEY.fullmatch(key) for key, _ in pairs):
        raise ValueError("a key comes twice or has other characters")
    return dict(pairs)


def refuse(text):
    raise ValueError(f"a number is written as {text}")


def check_value(value, depth):
    if isinstance(value, (dict, list)):
        if depth == 8:
            raise ValueError("nested too deep")
        for inner in value.values() if isinstance(value, dict) else value:
            check_value(inner, depth + 1)
    elif isinstance(value, int) and abs(value) > 2**53 - 1:
        raise ValueError("a number is too large")


def need(holds, what):
    if not holds:
        raise Bad(what)


def is_salt(salt):
    try:
        return isinstance(salt, str) and base64.urlsafe_b64encode(base64.urlsafe_b64decode(salt + "==")) == \
            salt.encode() + b"==" and len(salt) == 22
    except (ValueError, binascii.Error):
        return False


def is_time(text):
    try:
        return isinstance(text, str) and bool(TIME.fullmatch(text)) and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def is_number(value, least=1):
    return type(value) is int and least <= value


def is_hash_list(value):
    return isinstance(value, list) and all(isinstance(one, str) and HEX.fullmatch(one) for one in value)


def parse_head(line):
    """Section 5.1."""
    need(len(line) <= HEAD_LINE, "a head is too long")
    head = canonical(line)
    need(isinstance(head, dict) and "v" in head, "a head is not an object, or says no version")
    need(type(head["v"]) is int, "a head's version is no number")
    if head["v"] != 1 or set(head) - HEAD_FIELDS:
        raise Bad("a head is of a later format", "FORMAT_NEWER")
    need(set(head) == HEAD_FIELDS, "a head lacks a field")
    need(is_time(head["at"]), "a head's time has another form")
    for field, form in (("box", BOX), ("w", WRITER), ("kind", NAME)):
        need(isinstance(head[field], str) and re.fullmatch(form, head[field]), f"a head's {field} has another form")
    need(is_number(head["n"], 0) and head["n"] <= LAST_LEAF, "a head's number is none")
    need(is_hash_list(head["of"]) and len(set(head["of"])) == len(head["of"]), "a head's `of` has another form")
    need(is_hash_list(head["parts"]) and len(head["parts"]) <= PARTS, "a head's parts have another form")
    need(is_salt(head["salt"]), "a head's salt has another form")
    return head


def parse_part(line):
    """Section 5.2. Returns (salt, name, value)."""
    need(len(line) <= PART_LINE, "a part is too long")
    part = canonical(line)
    need(isinstance(part, list) and len(part) == 3, "a part is not salt, name and value")
    salt, name, value = part
    need(is_salt(salt) and isinstance(name, str) and NAME.fullmatch(name), "a part's salt or name has another form")
    return salt, name, value


# Section 5.3.
def part_hash(line):
    return hashlib.sha256(b"casekeep.v1/part\n" + line).hexdigest()


def leaf_hash(line):
    return hashlib.sha256(b"\0" + line).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def add_leaf(tree, leaf):
    """Adds a leaf to a tree, kept as (size, hash) of its whole subtrees from the left. Returns the new tree."""
    size = 1
    while tree and tree[-1][0] == size:
        tree, size, leaf = tree[:-1], 2 * size, node_hash(tree[-1][1], leaf)
    return (*tree, (size, leaf))


def root_of(tree):
    """Returns the RFC 6962 root of a tree with at least one leaf."""
    root = tree[-1][1]
    for _, left in reversed(tree[:-1]):
        root = node_hash(left, root)
    return root


def root_by_path(leaf, n, size, path):
    """RFC 9162, 2.1.3.2: returns the root to which an inclusion path leads, or None where it has another length."""
    last = size - 1
    for step in path:
        if last == 0:
            return None
        if n & 1 or n == last:
            leaf = node_hash(step, leaf)
            while not n & 1 and n:
                n, last = n >> 1, last >> 1
        else:
            leaf = node_hash(leaf, step)
        n, last = n >> 1, last >> 1
    return leaf if last == 0 else None


def root_by_consistency(first, second, root, path):
    """RFC 9162, 2.1.4.2: returns the root of size `second` to which a path leads from `root` of size `first`, or None."""
    if first == second:
        return root if not path else None
    if not 0 < first < second:
        return None
    path = list(path)
    if first & (first - 1) == 0:
        path.insert(0, root)
    if not path:
        return None
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return new if old == root and last == 0 else None


class Record:
    """One head line with its part lines, byte for byte, and what they say. Raises Bad for any other form."""

    def __init__(self, head_line, part_lines, is_whole=True):
        """In a bundle a record need not be whole: parts may be left out (9.4)."""
        self.lines = (head_line, *part_lines)
        self.leaf = leaf_hash(head_line)
        self.head = parse_head(head_line)
        named, have = iter(self.head["parts"]), [part_hash(line) for line in part_lines]
        self.is_whole = have == self.head["parts"]
        need(self.is_whole or not is_whole and all(one in named for one in have), "the parts are not the head's")
        parts = [parse_part(line) for line in part_lines]
        self.parts = {name: value for _, name, value in parts}
        need(len(self.parts) == len(parts), "two parts have one name")
        self.salts = [self.head["salt"], *(salt for salt, _, _ in parts)]

    def __eq__(self, other):
        return self.lines == other.lines
