"""What is signed, and by whom: sections 2.2, 6.2 and 6.3 of docs/format.md."""

import base64
import binascii
import hashlib
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from forms import Bad

NOTE, SIGNATURES = 16 << 10, 16
PRIME = 2**255 - 19
# The y of every point of small order: 0, 1, -1, and the two of order eight.
SMALL = {0, 1, PRIME - 1,
         0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
         0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826}
NAMESPACE = b"casekeep-bundle-v1"


def is_strict(point):
    """Refuses a point of small order, which would let one signature fit many texts."""
    return (int.from_bytes(point, "little") & (2**255 - 1)) % PRIME not in SMALL


def verify(key, signature, message):
    """Ed25519 as RFC 8032 has it, strictly. The library refuses an S that is not below the order."""
    if len(signature) != 64 or not is_strict(key) or not is_strict(signature[:32]):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(seed, message):
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def vault_id(key):
    """Section 2.2."""
    return base64.b32encode(hashlib.sha256(b"casekeep.v1/vault\n" + key).digest()).decode().lower()[:26]


def fingerprint(key):
    """Section 2.2: as `ssh-keygen -l` prints it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(ssh_blob(key)).digest()).decode().rstrip("=")


def from_base64(text):
    """Padded base64 in its one form."""
    try:
        data = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error) as error:
        raise Bad("base64 is damaged", "SIGNATURE_BAD") from error
    if base64.b64encode(data).decode() != text:
        raise Bad("base64 has another form", "SIGNATURE_BAD")
    return data


class Note:
    """Section 6.2: a signed note with a checkpoint of three lines."""

    def __init__(self, note):
        """Raises Bad for a note that is not of the form."""
        def need(holds, what):
            if not holds:
                raise Bad(what, "SIGNATURE_BAD")

        need(len(note) <= NOTE, "a note is too long")
        try:
            text = note.decode()
        except UnicodeDecodeError:
            need(False, "a note is not text")
        need(not re.search("[\0-\x09\x0b-\x1f\x7f]", text), "a note holds control characters")
        self.text, _, signatures = text.rpartition("\n\n")
        self.text += "\n"
        need(signatures.endswith("\n"), "a note has no signatures")
        lines = signatures[:-1].split("\n")
        need(len(lines) <= SIGNATURES, "a note has too many signatures")
        self.signatures = []
        for line in lines:
            match = re.fullmatch(r"— ([^\s+]+) (\S+)", line)
            need(match, "a line of signature has another form")
            signature = from_base64(match[2])
            need(len(signature) >= 5, "a signature is too short")
            self.signatures.append((match[1], signature[:4], signature[4:]))
        checkpoint = self.text.split("\n")
        need(len(checkpoint) == 4 and checkpoint[3] == "", "a checkpoint does not have three lines")
        self.origin, size, root = checkpoint[:3]
        need(re.fullmatch("0|[1-9][0-9]{0,18}", size), "a checkpoint's size has another form")
        self.size, self.root = int(size), from_base64(root)
        need(len(self.root) == 32, "a checkpoint's root is not 32 bytes")

    def is_signed(self, key):
        """True when at least one signature is of the origin's key, and every one of these verifies."""
        known = key_id(self.origin, key)
        ours = [signature for name, start, signature in self.signatures if (name, start) == (self.origin, known)]
        return bool(ours) and all(verify(key, signature, self.text.encode()) for signature in ours)


def key_id(name, key):
    return hashlib.sha256(name.encode() + b"\n\x01" + key).digest()[:4]


# Section 6.3: SSHSIG.
def ssh_string(data):
    return len(data).to_bytes(4, "big") + data


def ssh_blob(key):
    return ssh_string(b"ssh-ed25519") + ssh_string(key)


def ssh_signer(armored, message):
    """Returns the public key that signed, or raises Bad: SSHSIG over a message, in the one text that OpenSSH writes."""
    lines = armored.decode("ascii", "replace").split("\n")
    if len(lines) < 4 or lines[0] != "-----BEGIN SSH SIGNATURE-----" or lines[-2:] != ["-----END SSH SIGNATURE-----", ""]:
        raise Bad("the signature's file has another form", "SIGNATURE_BAD")
    body = lines[1:-2]
    if [len(line) for line in body[:-1]] != [70] * (len(body) - 1) or not 1 <= len(body[-1]) <= 70:
        raise Bad("the signature's lines are not of 70 characters", "SIGNATURE_BAD")
    blob = from_base64("".join(body))
    start = b"SSHSIG\0\0\0\1"
    frame = len(start) + 4 + len(ssh_blob(b"\0" * 32))
    key = blob[frame - 32:frame]
    rest = ssh_string(NAMESPACE) + ssh_string(b"") + ssh_string(b"sha512")
    signature = blob[-64:]
    whole = start + ssh_string(ssh_blob(key)) + rest + ssh_string(ssh_string(b"ssh-ed25519") + ssh_string(signature))
    if whole != blob:
        raise Bad("the signature is not SSHSIG of an Ed25519 key for a bundle", "SIGNATURE_BAD")
    signed = b"SSHSIG" + rest + ssh_string(hashlib.sha512(message).digest())
    if not verify(key, signature, signed):
        raise Bad("the signature does not hold", "SIGNATURE_BAD")
    return key
