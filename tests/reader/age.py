"""Stock age, driven through pipes: no plaintext and no secret is ever put into a file."""

import fcntl
import os
import re
import select
import subprocess
import termios
import threading
import time

from blake3 import blake3

# Section 1, "Sizes that a reader MUST enforce".
HEADER, KEY_FILE, WORK = 16 << 10, 128 << 10, 20
SECRET = re.compile(r"^AGE-SECRET-KEY-1[0-9A-Z]+$", re.M)


class Unopened(Exception):
    """The file does not open with this key, or is damaged."""


class WrongSecret(Unopened):
    """age says that the passphrase is not the right one."""


class TooCostly(Unopened):
    """The file asks for more scrypt work than a reader may do."""


def header(sealed):
    """Returns the stanza lines of an age file's header, which MUST end within 16 KiB."""
    end = sealed[:HEADER].find(b"\n--- ")
    if not sealed.startswith(b"age-encryption.org/v1\n-> ") or end < 0 or b"\n" not in sealed[end + 1:HEADER]:
        raise Unopened("it has no header of age, or one that is too long")
    return [line for line in sealed[:end].split(b"\n") if line.startswith(b"-> ")]


def open_with(identity, sealed, limit):
    """Opens bytes with one secret key (`AGE-SECRET-KEY-1…`) and returns at most `limit` bytes."""
    header(sealed)
    done = run(["age", "-d", "-i"], identity, sealed)
    if b"no identity matched" in done.stderr:
        raise WrongSecret("it is not sealed to this key")
    if done.returncode != 0 or len(done.stdout) > limit:
        raise Unopened("age does not open it")
    return done.stdout


def open_with_any(identities, sealed, limit):
    """Opens bytes with the first of these secret keys that they are sealed to."""
    for identity in identities[:-1]:
        try:
            return open_with(identity, sealed, limit)
        except WrongSecret:
            continue
    return open_with(identities[-1], sealed, limit)


def run(command, identity, sealed):
    """Runs a command that ends in `-i`, with the identity as a pipe."""
    reading, writing = os.pipe()
    try:
        os.write(writing, identity.encode())
        os.close(writing)
        command = [*command, f"/dev/fd/{reading}"]
        return subprocess.run(command, input=sealed, capture_output=True, pass_fds=[reading], check=False)
    finally:
        os.close(reading)


def stream_with(identity, path, take):
    """Opens a file of any size with secret keys, a line each, and gives its plaintext to `take`, piece by piece."""
    with open(path, "rb") as file:
        header(file.read(HEADER))
    reading, writing = os.pipe()
    try:
        os.write(writing, identity.encode())
        os.close(writing)
        with open(path, "rb") as file:
            command = ["age", "-d", "-i", f"/dev/fd/{reading}"]
            child = subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                     pass_fds=[reading])
            with child.stdout as plain:
                while piece := plain.read(1 << 16):
                    take(piece)
    finally:
        os.close(reading)
    if child.wait() != 0:
        raise Unopened("age does not open it")


def open_key_file(sealed, secret):
    """Opens a key file (2.3): one scrypt stanza, its work factor looked at before any work."""
    if len(sealed) > KEY_FILE:
        raise Unopened("it is too large for a key file")
    stanzas = header(sealed)
    words = stanzas[0].split(b" ")
    if len(stanzas) != 1 or len(words) != 4 or words[1] != b"scrypt" or not re.fullmatch(rb"[1-9][0-9]?", words[3]):
        raise Unopened("it is not sealed to one passphrase")
    if int(words[3]) > WORK:
        raise TooCostly(f"it asks for 2^{int(words[3])} of work")
    plain, is_whole = answer_on_a_terminal(["age", "-d"], sealed, secret)
    if not is_whole:
        raise Unopened("age does not open it")
    return plain


def answer_on_a_terminal(command, sealed, secret):
    """Runs age on a terminal of its own, since it reads passphrases from nowhere else, and answers its question.

    Returns what opened, and whether all did."""
    ours, theirs = os.openpty()

    def take_terminal():
        os.setsid()
        fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             preexec_fn=take_terminal)
    # age asks before it has read all of a large file, so the two go on side by side.
    feeding = threading.Thread(target=feed, args=(child.stdin, sealed), daemon=True)
    feeding.start()
    try:
        said, answered, deadline = b"", False, time.monotonic() + 600
        while child.poll() is None and not answered and time.monotonic() < deadline:
            if select.select([ours], [], [], 0.05)[0]:
                said += os.read(ours, 4096)
            if b"passphrase" in said:
                os.write(ours, secret.encode() + b"\n")
                answered = True
        plain, errors = child.stdout.read(), child.stderr.read()
    except OSError as error:
        raise Unopened("age ended early") from error
    finally:
        os.close(ours)
        os.close(theirs)
    if child.wait() and b"incorrect passphrase" in errors:
        raise WrongSecret("the passphrase is not the right one")
    return plain, child.returncode == 0


def feed(pipe, data):
    try:
        with pipe:
            pipe.write(data)
    except BrokenPipeError:
        # age ended before it had read everything; its status says why.
        pass


def open_bundle(sealed, identity, secret):
    """Opens a bundle with the text of an identity file or a passphrase. Returns what opened, and whether all did."""
    if not sealed.startswith(b"age-encryption.org/"):
        return sealed, True
    if secret is not None:
        stanzas = header(sealed)
        if not re.fullmatch(rb"-> scrypt \S+ ([0-9]|1[0-9]|2[0-2])", stanzas[0]):
            raise WrongSecret("it is not sealed to a passphrase, or asks for too much work")
        return answer_on_a_terminal(["age", "-d"], sealed, secret)
    done = run(["age", "-d", "-i"], identity, sealed)
    if done.returncode and not done.stdout and b"no identity matched" in done.stderr:
        raise WrongSecret("it is not sealed to this key")
    return done.stdout, done.returncode == 0


def recipient(identity):
    """Returns the recipient (`age1…`) of a secret key."""
    done = subprocess.run(["age-keygen", "-y"], input=identity.encode(), capture_output=True, check=False)
    if done.returncode != 0:
        raise Unopened("it is not a secret key of age")
    return done.stdout.decode().strip()


def file_name(path):
    """Returns the bytes of a file and their BLAKE3, in hex digits."""
    with open(path, "rb") as file:
        data = file.read()
    return data, blake3(data).hex()
