"""A third implementation of leaves and roots, in another language, with its standard library."""

import hashlib
import json
import sys


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def leaf(tenant, epoch, members) -> bytes:
    values = ["lazi-entry-1", tenant, epoch, *members]
    return sha(b"\x00" + json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def root(leaves) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha(b"\x01" + root(leaves[:half]) + root(leaves[half:]))


given = json.load(sys.stdin)
leaves = [leaf(given["tenantId"], given["epoch"], members) for members in given["rows"]]
roots = [root(leaves[:size]).hex() for size in range(1, len(leaves) + 1)]
json.dump({"leaves": [one.hex() for one in leaves], "roots": roots}, sys.stdout)
