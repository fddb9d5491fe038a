"""Vectors as they are kept: a sign for each number, by which they are found, and small whole numbers, to rank them."""

import numpy as np
from numpy.typing import NDArray

Signs = NDArray[np.uint64]


def signs(vectors: NDArray[np.float32]) -> Signs:
    """One bit for each number, whether it is above 0: (vectors, size / 64)."""
    packed: Signs = np.packbits(vectors > 0, axis=1).view(np.uint64)
    return packed


def in_bytes(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Each vector in whole numbers, its largest as 127: its direction is what counts, and it keeps that."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    small: NDArray[np.int8] = np.round(vectors / np.maximum(largest, 1e-9) * 127).astype(np.int8)
    return small
