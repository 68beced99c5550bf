#!/usr/bin/env python3
"""Makes signed-batch.json, the golden vectors of signed batches, without any of Holdfast's code.

CBOR (RFC 8949) is written byte by byte below; Ed25519 is OpenSSL's, by way of the Python package `cryptography`; the
Merkle root follows RFC 9162, 2.1.1 over the SHA-256 of each row's canonical JSON (RFC 8785: members sorted, no blanks;
the row below holds only strings, whole numbers, two short fractions, null and lists, which Python writes alike).

Run by hand:  python3 generate.py > signed-batch.json
"""
import base64
import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def sha256(data):
    return hashlib.sha256(data).digest()


# --- CBOR, RFC 8949 section 3: a head of major type and argument, shortest form unless `width` says how many bytes.
def head(major, n, width=None):
    if width is None:
        width = 0 if n < 24 else 1 if n < 1 << 8 else 2 if n < 1 << 16 else 4 if n < 1 << 32 else 8
    info = {0: n, 1: 24, 2: 25, 4: 26, 8: 27}[width]
    return bytes([major << 5 | info]) + n.to_bytes(width, "big") if width else bytes([major << 5 | n])


def uint(n, width=None):
    return head(0, n, width)


def nint(n):
    return head(1, -1 - n)


def bstr(data):
    return head(2, len(data)) + data


def tstr(text):
    return head(3, len(text.encode())) + text.encode()


def array(*items):
    return head(4, len(items)) + b"".join(items)


def cmap(*pairs):
    return head(5, len(pairs)) + b"".join(key + value for key, value in pairs)


NULL = b"\xf6"


def double(x):
    import struct

    return b"\xfb" + struct.pack(">d", x)


def value(v):
    """Any JSON value; whole numbers of up to 53 bits as integers, fractions as doubles."""
    if v is None:
        return NULL
    if isinstance(v, bool):
        return b"\xf5" if v else b"\xf4"
    if isinstance(v, int):
        return uint(v) if v >= 0 else nint(v)
    if isinstance(v, float):
        return double(v)
    if isinstance(v, str):
        return tstr(v)
    if isinstance(v, list):
        return array(*(value(item) for item in v))
    return cmap(*((tstr(key), value(item)) for key, item in v.items()))


# --- Observations: their ids and the root over them.
ROWS = [
    {
        "source": "mast-7",
        "recordId": f"det-{n}",
        "means": ["sensed"],
        "category": "K.EXPL.IMPACT",
        "phase": "impact",
        "count": {"n": n, "precision": "exact"},
        "observed": {"fromMs": 1789999990000 + n, "toMs": 1789999990000 + n, "basis": "clock", "clock": "gnss"},
        "observer": {"position": {"lonDeg": 37.75, "latDeg": 48.25}, "errorM": 5, "place": "Mast 7", "control": "unknown"},
        "where": {"sectors": [], "ring": None, "fix": None},
        "weapon": None,
        "grade": {"reliability": "B", "credibility": 2},
        "label": {"policy": "HOLDFAST", "classification": "RESTRICTED", "releasableTo": ["ALL"], "offices": ["monitor"]},
        "rawSha256": sha256(f"record {n}".encode()).hex(),
        "residual": {},
    }
    for n in (1, 2, 3)
]


def row_id(row):
    return sha256(json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())


def root_of(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0])
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + root_of(leaves[:k]) + root_of(leaves[k:]))


# --- The signed batch.
SEED = bytes(range(32))
OTHER_SEED = bytes(range(32, 64))


def public(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(seed, data):
    return Ed25519PrivateKey.from_private_bytes(seed).sign(data)


KEY_ID = sha256(public(SEED))
PROTECTED = cmap((uint(1), nint(-8)), (uint(4), bstr(KEY_ID)))
SIGNED_AT = 1790000000000


def payload_of(sequence=1, previous=None, root=b"", kind="holdfast.batch.1", source="mast-7", at=None, seq=None):
    return array(
        tstr(kind),
        tstr(source),
        seq if seq is not None else uint(sequence),
        NULL if previous is None else bstr(previous),
        bstr(root),
        at if at is not None else uint(SIGNED_AT, 8),
    )


def sig_structure(protected, payload, external=b""):
    return array(tstr("Signature1"), bstr(protected), bstr(external), bstr(payload))


def sign1_of(payload, protected=PROTECTED, seed=SEED, signature=None, tag=b"\xd2", unprotected=None, external=b""):
    if signature is None:
        signature = sign(seed, sig_structure(protected, payload, external))
    return tag + array(bstr(protected), cmap() if unprotected is None else unprotected, bstr(payload), bstr(signature))


def b64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def case(desc, outcome, payload, sign1, rows, statement=None, protected=PROTECTED, why=None, rewrites=False):
    """`rows` is a list of rows, or how many an edge dropped."""
    body = {"signed": b64(sign1), "observations": rows}
    return {
        "desc": desc,
        "wantErr": outcome != "good",
        "outcome": outcome,
        **({"why": why} if why else {}),
        "keySeed": SEED.hex(),
        "publicKey": public(SEED).hex(),
        "keyId": KEY_ID.hex(),
        "statement": statement,
        # Whether a writer of the same statement makes the same members, in the shortest CBOR these very bytes.
        "isOurForm": rewrites,
        "protectedHeader": protected.hex(),
        "payload": payload.hex(),
        "payloadSha256": sha256(payload).hex(),
        "sigStructure": sig_structure(protected, payload).hex(),
        "signature": sign1[-64:].hex(),
        "coseSign1": sign1.hex(),
        "bodyJson": json.dumps(body, separators=(",", ":"), ensure_ascii=False),
        "bodyCbor": array(bstr(sign1), value(rows)).hex(),
        "rowIds": [row_id(row).hex() for row in rows] if isinstance(rows, list) else None,
        # How many rows an edge dropped; null: they are in the bodies.
        "dropped": None if isinstance(rows, list) else rows,
    }


def said(sequence, previous, root, source="mast-7"):
    return {
        "source": source,
        "sequence": sequence,
        "previous": None if previous is None else previous.hex(),
        "root": root.hex(),
        "signedAtMs": SIGNED_AT,
    }


def main():
    cases = []
    first_root = root_of([row_id(ROWS[0])])
    first = payload_of(1, None, first_root)
    cases.append(case("the first batch of a source, one row", "good", first, sign1_of(first), ROWS[:1], said(1, None, first_root), rewrites=True))
    all_root = root_of([row_id(row) for row in ROWS])
    second = payload_of(2, sha256(first), all_root)
    link = said(2, sha256(first), all_root)
    cases.append(case("the second batch names the first, three rows", "good", second, sign1_of(second), ROWS, link, rewrites=True))
    empty = payload_of(3, sha256(second), root_of([]))
    cases.append(case("a batch without rows: the root is SHA-256 of nothing", "good", empty, sign1_of(empty), [], said(3, sha256(second), root_of([])), rewrites=True))
    high = payload_of(70000, sha256(first), root_of([]), source="A" + "b" * 127)
    cases.append(case("a long name and a high number", "good", high, sign1_of(high), [], said(70000, sha256(first), root_of([]), "A" + "b" * 127), rewrites=True))
    cases.append(case("an edge dropped the three rows for want of disk; what it signed is left", "good", second, sign1_of(second), 3, link, rewrites=True))
    cases.append(case("without the tag 18", "good", second, sign1_of(second, tag=b""), ROWS, link))
    noted = cmap((tstr("note"), tstr("unsigned")))
    cases.append(case("something in the unprotected header: it is not signed and not read", "good", second, sign1_of(second, unprotected=noted), ROWS, link))
    swapped = cmap((uint(4), bstr(KEY_ID)), (uint(1), nint(-8)))
    cases.append(case("the protected header in another order: the signature is over its bytes", "good", second, sign1_of(second, protected=swapped), ROWS, link, swapped))

    def bad(desc, outcome, payload, sign1, why, rows=ROWS, statement=None, protected=PROTECTED):
        cases.append(case(desc, outcome, payload, sign1, rows, statement, protected, why))

    bad("signed by another key than it names", "badSignature", second, sign1_of(second, seed=OTHER_SEED), "signature", statement=link)
    flipped = bytearray(sign(SEED, sig_structure(PROTECTED, second)))
    flipped[0] ^= 1
    bad("one bit of the signature changed", "badSignature", second, sign1_of(second, signature=bytes(flipped)), "signature", statement=link)
    bad("the payload of another statement under this signature", "badSignature", second, sign1_of(second, signature=sign(SEED, sig_structure(PROTECTED, first))), "signature", statement=link)
    bad("signed over the payload alone, not over Sig_structure", "badSignature", second, sign1_of(second, signature=sign(SEED, second)), "signature", statement=link)
    bad("signed with external data", "badSignature", second, sign1_of(second, external=b"x"), "signature", statement=link)
    bad("the rows are not those that were signed: one is missing", "badRoot", second, sign1_of(second), "root", rows=ROWS[:2], statement=link)
    bad("the rows stand in another order", "badRoot", second, sign1_of(second), "root", rows=ROWS[::-1], statement=link)

    def refused(desc, why, payload=second, **how):
        protected = how.get("protected", PROTECTED)
        bad(desc, "unreadable", payload, sign1_of(payload, **how), why, protected=protected)

    refused("the algorithm is ES256", "EdDSA", protected=cmap((uint(1), nint(-7)), (uint(4), bstr(KEY_ID))))
    refused("no key is named", "names no key", protected=cmap((uint(1), nint(-8))))
    refused("the key is named by 16 bytes", "names no key", protected=cmap((uint(1), nint(-8)), (uint(4), bstr(KEY_ID[:16]))))
    refused("an empty protected header", "signed", protected=b"")
    refused("a signature of 63 bytes", "64", signature=bytes(63))
    refused("another kind of statement", "holdfast.batch.1", payload_of(2, sha256(first), all_root, kind="holdfast.batch.2"))
    refused("a source with a blank in its name", "source", payload_of(2, sha256(first), all_root, source="mast 7"))
    refused("the number 0", "sequence", payload_of(0, sha256(first), all_root))
    refused("a negative number", "sequence", payload_of(2, sha256(first), all_root, seq=nint(-2)))
    refused("the number as text", "sequence", payload_of(2, sha256(first), all_root, seq=tstr("2")))
    refused("a number above 2^53", "sequence", payload_of(2, sha256(first), all_root, seq=uint((1 << 53) + 1, 8)))
    refused("previous of 31 bytes", "previous", payload_of(2, sha256(first)[:31], all_root))
    refused("a root of 31 bytes", "root", payload_of(2, sha256(first), all_root[:31]))
    refused("a time with a fraction", "time", payload_of(2, sha256(first), all_root, at=double(1790000000000.5)))
    refused("a statement that is no array", "holdfast.batch.1", tstr("holdfast.batch.1"))
    refused("bytes after the statement", "signed", payload_of(2, sha256(first), all_root) + b"\x00")
    bad("a COSE_Sign1 cut short", "unreadable", second, sign1_of(second)[:-1], "signed")
    bad("an array of three", "unreadable", second, b"\xd2" + array(bstr(PROTECTED), cmap(), bstr(second)), "COSE_Sign1")
    print(json.dumps(cases, indent=2, ensure_ascii=False))


main()
