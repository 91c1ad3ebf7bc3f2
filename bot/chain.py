"""Sealing a list of facts with the seal before it: what was changed later no longer fits."""

import hashlib
import json

START = "0" * 64


def seal(prev: str, *facts: object) -> str:
    """SHA-256 over the seal before and the facts, in one canonical form."""
    canonical = json.dumps(
        [prev, *facts], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
