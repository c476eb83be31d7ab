"""BLAKE3 (the plain 32-byte hash) in Python's own whole numbers.

A whole number can hold many 32-bit words side by side: one each 64 bits, with room above each for a carry. So one run of
the compression below works on as many chunks as there are lanes, and large files cost seconds, not minutes.
"""

import struct

IV = (0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19)
ORDER = (2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8)
QUARTERS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
            (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))
CHUNK_START, CHUNK_END, PARENT, ROOT = 1, 2, 4, 8
CHUNK, LANES = 1024, 256


def blake3(data):
    """Returns the 32-byte hash of these bytes."""
    if len(data) <= CHUNK:
        return words_to_bytes(last_chunk(data, 0, ROOT))
    whole = (len(data) - 1) // CHUNK
    nodes = []
    for first in range(0, whole, LANES):
        nodes += whole_chunks(data, first, min(LANES, whole - first))
    nodes.append(last_chunk(data[whole * CHUNK:], whole, 0))
    while len(nodes) > 1:
        flags = PARENT | (ROOT if len(nodes) == 2 else 0)
        pairs = [nodes[i] + nodes[i + 1] for i in range(0, len(nodes) - 1, 2)]
        odd = nodes[len(pairs) * 2:]
        nodes = []
        for first in range(0, len(pairs), LANES):
            some = pairs[first:first + LANES]
            words = [pack(column) for column in zip(*some)]
            ones = pack([1] * len(some))
            nodes += unpack(compress([ones * word for word in IV], words, 0, 64 * ones, flags * ones, ones), len(some))
        nodes += odd
    return words_to_bytes(nodes[0])


def whole_chunks(data, first, count):
    """Returns the chaining values of `count` whole chunks that are not the last one."""
    rows = [struct.unpack_from("<256I", data, (first + i) * CHUNK) for i in range(count)]
    columns = [pack(column) for column in zip(*rows)]
    ones, counter = pack([1] * count), pack(range(first, first + count))
    value = [ones * word for word in IV]
    for block in range(16):
        flags = (CHUNK_START if block == 0 else 0) | (CHUNK_END if block == 15 else 0)
        value = compress(value, columns[16 * block:16 * block + 16], counter, 64 * ones, flags * ones, ones)
    return unpack(value, count)


def last_chunk(chunk, counter, flags):
    """Returns the chaining value of one chunk of at most 1,024 bytes."""
    value, start = list(IV), CHUNK_START
    blocks = [chunk[i:i + 64] for i in range(0, len(chunk), 64)] or [b""]
    for number, block in enumerate(blocks):
        end = (CHUNK_END | flags) if number == len(blocks) - 1 else 0
        words = struct.unpack("<16I", block.ljust(64, b"\0"))
        value = compress(value, words, counter, len(block), start | end, 1)
        start = 0
    return tuple(value)


def compress(value, words, counter, length, flags, ones):
    """The compression function, on every lane at once. `ones` has a 1 in each lane."""
    mask = 0xFFFFFFFF * ones
    state = [*value, *(ones * word for word in IV[:4]), counter & mask, counter >> 32 & mask, length, flags]
    for _ in range(7):
        for number, (a, b, c, d) in enumerate(QUARTERS):
            va, vb, vc, vd = state[a], state[b], state[c], state[d]
            va = va + vb + words[2 * number] & mask
            vd ^= va
            vd = (vd >> 16 | vd << 16) & mask
            vc = vc + vd & mask
            vb ^= vc
            vb = (vb >> 12 | vb << 20) & mask
            va = va + vb + words[2 * number + 1] & mask
            vd ^= va
            vd = (vd >> 8 | vd << 24) & mask
            vc = vc + vd & mask
            vb ^= vc
            vb = (vb >> 7 | vb << 25) & mask
            state[a], state[b], state[c], state[d] = va, vb, vc, vd
        words = [words[i] for i in ORDER]
    return [state[i] ^ state[i + 8] for i in range(8)]


def pack(column):
    """Puts one 32-bit word into each lane."""
    column = list(column)
    return int.from_bytes(struct.pack(f"<{len(column)}Q", *column), "little")


def unpack(value, lanes):
    """Returns each lane's eight words."""
    columns = [struct.unpack(f"<{lanes}Q", word.to_bytes(8 * lanes, "little")) for word in value]
    return list(zip(*columns))


def words_to_bytes(words):
    return struct.pack("<8I", *words)
