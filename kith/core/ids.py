"""Opaque ids for addresses.

Numbers that count up would tell an outsider how much a firm has written and how fast; these tell nothing.
"""

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: they are misread and make words
LENGTH = 12  # 60 bits


def new() -> str:
    """A fresh random id of 12 characters from a 32-letter alphabet (60 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
