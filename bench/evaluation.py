"""Sets of questions with their right answers, and how well a list of answers does on them."""

import json
import os
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import log2
from pathlib import Path

DEPTH = 10
LANGUAGES = {"fm_en": ("en", "en"), "fm_de": ("de", "de"), "fm_ja": ("ja", "ja"), "fx_de_en": ("en", "de")}


@dataclass(frozen=True)
class Doc:
    """One text that can be found."""

    id: str
    title: str
    body: str


@dataclass(frozen=True)
class Set:
    """Texts, questions, and which texts answer each question how well."""

    name: str
    language: str  # of the texts
    asked_in: str
    docs: list[Doc]
    queries: dict[str, str]
    answers: dict[str, dict[str, int]]


def folder() -> Path:
    """Where the sets lie: `eval/search` under KITH_SHARED, `../shared` by default."""
    return Path(os.environ.get("KITH_SHARED", "../shared")) / "eval" / "search"


def sets() -> list[Set]:
    """The sets that are there; none when the folder is missing."""
    return [_read(folder() / name, *spoken) for name, spoken in LANGUAGES.items() if (folder() / name).is_dir()]


def _read(path: Path, language: str, asked_in: str) -> Set:
    docs = [json.loads(line) for line in (path / "docs.jsonl").open(encoding="utf-8")]
    queries = [json.loads(line) for line in (path / "queries.jsonl").open(encoding="utf-8")]
    answers: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (path / "qrels.tsv").open(encoding="utf-8"):
        query, doc, grade = line.rstrip("\n").split("\t")
        answers[query][doc] = int(grade)
    return Set(
        path.name,
        language,
        asked_in,
        [Doc(doc["id"], doc["title"], doc["body"]) for doc in docs],
        {query["id"]: query["q"] for query in queries if query["id"] in answers},
        dict(answers),
    )


def judge(chosen: Set, find: Callable[[str], list[int]]) -> dict[str, float]:
    """nDCG@10, Recall@10 and MRR@10, each from 0 to 1; `find` answers with places in the list of texts."""
    gain = recall = rank = 0.0
    for query_id, query in chosen.queries.items():
        right = chosen.answers[query_id]
        ids = [chosen.docs[place].id for place in find(query)[:DEPTH]]
        ideal = sum(
            (2**grade - 1) / log2(n + 2) for n, grade in enumerate(sorted(right.values(), reverse=True)[:DEPTH])
        )
        gain += sum((2 ** right.get(one, 0) - 1) / log2(n + 2) for n, one in enumerate(ids)) / ideal
        recall += sum(one in right for one in ids) / len(right)
        rank += next((1 / (n + 1) for n, one in enumerate(ids) if one in right), 0.0)
    number = len(chosen.queries)
    return {"ndcg10": round(gain / number, 4), "recall10": round(recall / number, 4), "mrr10": round(rank / number, 4)}


def mistyped(chosen: Set) -> Set:
    """The same set, with two neighbouring letters of the longest word of each question swapped."""
    return replace(chosen, queries={pk: _swapped(query) for pk, query in chosen.queries.items()})


def _swapped(query: str) -> str:
    word = max(re.findall(r"[^\W\d_]+", query), key=len, default="")
    if len(word) < 5:
        return query
    at = len(word) // 2
    return query.replace(word, word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :], 1)
