"""Search quality on sets with known answers beside PostgreSQL's rank, and its speed for one who sees a tenth."""

import json
import math
import os
import random
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from django.db import connection, transaction

from bench.rig import Figures, percentile, timed
from kith.search import index
from kith.search.index import Entry
from kith.search.models import Row

SHARED = Path(os.environ.get("KITH_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SETS = (("fm_en", "en"), ("fm_de", "de"), ("fm_ja", "ja"))
TOP = 10
QUERIES = 300

Search = Callable[[str], list[int]]
Judged = dict[str, dict[int, int]]


def run(full: bool) -> Figures:
    """Measure quality, then speed at 10,000 items, and at 100,000 with --full."""
    figures: Figures = {"engine": connection.vendor, "quality": {}, "speed_ms": {}}
    for name, language in SETS:
        figures["quality"][name] = quality(name, language)
    for size in (10_000, 100_000) if full else (10_000,):
        figures["speed_ms"][size] = speed(size)
    return figures


def quality(name: str, language: str) -> Figures:
    """nDCG@10, Recall@10 and MRR@10 of one set, ours and, on PostgreSQL, `ts_rank`'s in the same run."""
    folder = SHARED / "eval" / "search" / name
    docs = [json.loads(line) for line in (folder / "docs.jsonl").read_text().splitlines()]
    numbers = {doc["id"]: number for number, doc in enumerate(docs, 1)}
    judged: Judged = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text().splitlines():
        query, doc, grade = line.split("\t")
        judged[query][numbers[doc]] = int(grade)
    asked = [json.loads(line) for line in (folder / "queries.jsonl").read_text().splitlines()]
    questions = {row["id"]: row["q"] for row in asked if row["id"] in judged}
    _empty()
    with transaction.atomic():
        for doc in docs:
            index.put(Entry(numbers[doc["id"]], doc["title"], doc["body"], language, ("o1x1",)))
    ours = measures(lambda text: index.find(text, ["o1x1"], [language], TOP), questions, judged)
    found = {"documents": len(docs), "queries": len(questions), "kith": ours}
    if connection.vendor == "postgresql":
        found["ts_rank"] = measures(
            _ts_rank({"en": "english", "de": "german"}.get(language, "simple"), docs), questions, judged
        )
    print(name, {key: value for key, value in found.items() if key != "documents"})
    return found


def _empty() -> None:
    for pk in list(Row.objects.values_list("item_id", flat=True)):
        index.remove(pk)


def measures(search: Search, questions: dict[str, str], judged: Judged) -> Figures:
    """The three measures of one way to search."""
    gain = recall = reciprocal = 0.0
    for key, text in questions.items():
        found, right = search(text)[:TOP], judged[key]
        dcg = sum((2 ** right.get(pk, 0) - 1) / math.log2(rank + 2) for rank, pk in enumerate(found))
        best = sum(
            (2**grade - 1) / math.log2(rank + 2)
            for rank, grade in enumerate(sorted(right.values(), reverse=True)[:TOP])
        )
        gain += dcg / best if best else 0
        recall += sum(pk in right for pk in found) / len(right)
        reciprocal += next((1 / (rank + 1) for rank, pk in enumerate(found) if pk in right), 0)
    n = len(questions)
    return {"ndcg10": round(gain / n, 4), "recall10": round(recall / n, 4), "mrr10": round(reciprocal / n, 4)}


def _ts_rank(config: str, docs: list[dict[str, str]]) -> Search:
    """PostgreSQL's own: its dictionary, OR of the words, `ts_rank`."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_ts")
        cursor.execute("CREATE TABLE bench_ts (n int PRIMARY KEY, v tsvector)")
        for number, doc in enumerate(docs, 1):
            cursor.execute(
                "INSERT INTO bench_ts VALUES (%s, setweight(to_tsvector(%s::regconfig, %s), 'A') || "
                "setweight(to_tsvector(%s::regconfig, %s), 'D'))",
                [number, config, doc["title"], config, doc["body"][:400_000]],
            )
        cursor.execute("CREATE INDEX ON bench_ts USING gin(v)")

    def search(text: str) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT n FROM bench_ts, "
                "(SELECT replace(plainto_tsquery(%s::regconfig, %s)::text, '&', '|')::tsquery AS q) AS a "
                "WHERE v @@ q ORDER BY ts_rank(v, q) DESC, n LIMIT %s",
                [config, text, TOP],
            )
            return [number for (number,) in cursor.fetchall()]

    return search


def speed(size: int) -> Figures:
    """p50 and p95 of a search among `size` items of which the viewer sees a tenth."""
    draw = random.Random(7)
    words = [f"word{number}" for number in range(20_000)]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    _empty()
    for start in range(0, size, 2_000):
        with transaction.atomic():
            for number in range(start, start + 2_000):
                text = " ".join(draw.choices(words, weights, k=120))
                index.put(Entry(number + 1, " ".join(draw.choices(words, k=5)), text, "xx", (f"s{number % 10}x1",)))
    questions = [" ".join(draw.choices(words[20:4_000], k=3)) for _ in range(QUERIES)]
    ours = [timed(lambda q=text: index.find(q, ["s3x1"], ["xx"], 20)) * 1000 for text in questions]  # type: ignore[misc]
    found = {"kith_p50": round(percentile(ours, 0.5), 2), "kith_p95": round(percentile(ours, 0.95), 2)}
    print(size, found)
    return found
