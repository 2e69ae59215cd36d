#!/usr/bin/env python3
"""Checks an exported audit log with nothing but the export and the public key.

    verify.py FOLDER KEY [OLDER_CHECKPOINT]

FOLDER holds C2SP tlog-tiles (checkpoint, tile/...). KEY is the text `name+hash+base64`, or a file of such lines.
Needs Python 3.8 and nothing else. Ed25519 is that of RFC 8032, written out; slow, and easy to read."""
import base64, hashlib, os, sys
P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
def sha256(*parts): return hashlib.sha256(b"".join(parts)).digest()

def recover(bytes32):                                   # a point from its 32 bytes
    y = int.from_bytes(bytes32, "little") & (1 << 255) - 1
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P: x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - x2) % P: raise ValueError("not a point")
    if x % 2 != bytes32[31] >> 7: x = P - x
    return x, y, 1, x * y % P
def add(a, b):
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * D * a[3] * b[3] % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, d - c, d + c, t + s
    return e * f % P, g * h % P, f * g % P, e * h % P
def times(n, point):
    total = (0, 1, 1, 0)
    while n:
        if n & 1: total = add(total, point)
        point, n = add(point, point), n >> 1
    return total
BASE = recover((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
def signed(key, text, signature):
    a, r, s = recover(key), recover(signature[:32]), int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % Q
    left, right = times(s, BASE), add(r, times(k, a))
    return s < Q and all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))
def decode(text):                                       # one spelling for each value
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text: raise ValueError("base64 spelt in another way")
    return raw

def open_note(note, keys):
    text, _, signatures = note.rpartition("\n\n")
    if not signatures.endswith("\n"): raise ValueError("the last line does not end")
    text, known = text + "\n", 0
    for line in signatures[:-1].split("\n"):
        dash, name, sig = line.split(" ")
        if dash != "\u2014": raise ValueError("a signature line without its dash")
        sig = decode(sig)
        for key in (key for key_name, key in keys if name == key_name and sig[:4] == sha256(name.encode(), b"\n", key)[:4]):
            if key[0] != 1 or not signed(key[1:], text.encode(), sig[4:]): raise ValueError("the signature does not fit")
            known += 1
    if not known: raise ValueError("no signature is of a key that was given")
    origin, size, root = text.split("\n")[:3]
    return origin, int(size), decode(root)
def root_of(hashes):
    if len(hashes) < 2: return hashes[0] if hashes else sha256()
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\1", root_of(hashes[:half]), root_of(hashes[half:]))
def path(level, n, width):
    digits, rest = "%03d" % (n % 1000), n // 1000
    while rest: digits, rest = "x%03d/%s" % (rest % 1000, digits), rest // 1000
    return "tile/%s/%s%s" % (level, digits, "" if width == 256 else ".p/%d" % width)

def verify(folder, keys, older=None):
    read = lambda name: open(os.path.join(folder, name), "rb").read()
    origin, size, root = open_note(read("checkpoint").decode(), keys)
    entries, files, level = [], {"checkpoint"}, 0
    for n in range((size + 255) // 256):
        files.add(name := path("entries", n, min(256, size - 256 * n)))
        data, at = read(name), 0
        while at < len(data):
            length = int.from_bytes(data[at:at + 2], "big")
            entries.append(data[at + 2:at + 2 + length])
            at += 2 + length
        if at != len(data): raise ValueError(name + " is cut off")
    hashes = leaves = [sha256(b"\0", entry) for entry in entries]
    if len(entries) != size or root_of(leaves) != root: raise ValueError("the entries do not give the root that was signed")
    while hashes:
        for n in range(0, len(hashes), 256):
            files.add(name := path(level, n // 256, len(hashes[n:n + 256])))
            if read(name) != b"".join(hashes[n:n + 256]): raise ValueError(name + " does not fit the entries")
        hashes = [root_of(hashes[n:n + 256]) for n in range(0, len(hashes) - 255, 256)]
        level += 1
    found = {os.path.relpath(os.path.join(top, name), folder) for top, _, names in os.walk(folder) for name in names}
    if found != files: raise ValueError("files that do not belong to the log: %s" % sorted(found - files))
    if older is not None:
        old_origin, old_size, old_root = open_note(older, keys)
        if old_origin != origin or old_size > size or root_of(leaves[:old_size]) != old_root:
            raise ValueError("what the older checkpoint covered is missing or has been changed")
    return size
def keys_of(text): return [(name, decode(key)) for name, _, key in (line.split("+", 2) for line in text.split())]

if __name__ == "__main__":
    argument = sys.argv[2]
    keys = keys_of(open(argument).read() if os.path.exists(argument) else argument)
    try: print("%d entries, all as signed" % verify(sys.argv[1], keys, open(sys.argv[3]).read() if len(sys.argv) > 3 else None))
    except Exception as error: sys.exit("not as signed: %s" % error)
