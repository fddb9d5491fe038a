"""Search: how good its answers are, and how long they take, beside PostgreSQL's own ranking in the same run.

Ours runs on SQLite, and on PostgreSQL when DATABASE_URL names one; there everything happens in a schema of its own that
is dropped at the end. The other side is what many wikis do: `ts_rank` over the database's own language rules, with the
permission filter as a join.
"""

import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import django
from django.core.management import call_command

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402

from bench import evaluation, meaning, texts  # noqa: E402
from kith.config import env  # noqa: E402
from kith.search import index  # noqa: E402
from kith.search.models import Row, Word  # noqa: E402

SCHEMA = "kith_bench"
SPACES = 50
SEEN = [f"s{n}x1" for n in range(SPACES // 10)]  # the viewer sees a tenth
CONFIGURATIONS = {"en": "english", "de": "german"}
QUERIES = 200
Say = Callable[[str], None]


def run(*, full: bool, say: Say) -> dict[str, Any]:
    """All figures: `quality` from 0 to 1, `speed` in milliseconds."""
    figures: dict[str, Any] = {"units": {"quality": "0 to 1", "speed": "ms"}, "quality": {}, "speed": {}}
    for name, database in _databases(say).items():
        with _throwaway(name, database):
            figures.setdefault("engines", {})[name] = _version()
            _quality(name, figures["quality"], say)
            for size in [10_000, 100_000] if full else [10_000]:
                _speed(name, size, figures["speed"].setdefault(str(size), {}), say)
    _ratios(figures["speed"])
    return figures


def _databases(say: Say) -> dict[str, dict[str, Any]]:
    default = settings.DATABASES["default"]
    found = {"sqlite": env.database("", settings.KITH_DATA)}
    if default["ENGINE"].endswith("postgresql"):
        return found | {"postgresql": dict(default)}
    say("DATABASE_URL names no PostgreSQL, so its side is left out.")
    return found


@contextmanager
def _throwaway(name: str, database: dict[str, Any]) -> Iterator[None]:
    """Django's default connection on a new database (SQLite) or in a new schema (PostgreSQL)."""
    connections["default"].close()
    values = dict(connections["default"].settings_dict) | {"OPTIONS": {}} | database
    if name == "postgresql":
        values["OPTIONS"] = {"options": f"-c search_path={SCHEMA}"}
    connections.settings["default"] = values
    del connections["default"]
    if name == "postgresql":
        _do(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        _do(f"CREATE SCHEMA {SCHEMA}")
    try:
        call_command("migrate", "search", verbosity=0)
        yield
    finally:
        if name == "postgresql":
            _do(f"DROP SCHEMA {SCHEMA} CASCADE")


def _version() -> str:
    return ".".join(map(str, connection.get_database_version()))


def _quality(name: str, figures: dict[str, Any], say: Say) -> None:
    chosen = evaluation.sets()
    if not chosen:
        say(f"No sets in {evaluation.folder()}: set KITH_SHARED. Quality is left out.")
    for one in chosen:
        _fill([(doc.title, doc.body, "s0x1") for doc in one.docs], one.language)
        sides: dict[str, Callable[[str], list[int]]] = {f"kith_{name}": _ours(one.language, one.asked_in)}
        if name == "postgresql":
            sides["ts_rank"] = _ts_rank_table(CONFIGURATIONS.get(one.language, "simple"))
        for side, find in sides.items():
            figures.setdefault(one.name, {})[side] = evaluation.judge(one, find)
            say(f"{one.name}\t{side}\t{figures[one.name][side]}")
        _with_meaning(one, name, figures[one.name], say)


def _with_meaning(one: evaluation.Set, name: str, figures: dict[str, Any], say: Say) -> None:
    """The same questions with vectors beside the words, and with a letter mistyped."""
    by_words, side = _ours(one.language, one.asked_in), f"kith_{name}"
    wrong = evaluation.mistyped(one)
    figures[f"{side}_mistyped"] = evaluation.judge(wrong, by_words)
    if meaning.installed():
        meaning.make()
        figures[f"{side}_near"] = evaluation.judge(one, by_words)
        figures[f"{side}_near_mistyped"] = evaluation.judge(wrong, by_words)
        meaning.let_go()
        figures[f"{side}_near_to_words"] = round(figures[f"{side}_near"]["ndcg10"] / figures[side]["ndcg10"], 3)
    for side_name in [each for each in figures if each.startswith(f"{side}_")]:
        say(f"{one.name}\t{side_name}\t{figures[side_name]}")


def _speed(name: str, size: int, figures: dict[str, Any], say: Say) -> None:
    corpus = texts.made_of(evaluation.sets(), size)
    began = time.perf_counter()
    _fill(((title, body, f"s{n % SPACES}x1") for n, (title, body) in enumerate(corpus)), "en")
    figures[f"kith_{name}_filled_per_second"] = round(size / (time.perf_counter() - began))
    queries = texts.questions(evaluation.sets(), QUERIES)
    sides = {f"kith_{name}": _ours("en", "en")}
    if name == "postgresql":
        sides["ts_rank"] = _ts_rank_table("english")
    for side, find in sides.items():
        figures[side] = _timed(find, queries)
        say(f"{size}\t{side}\t{figures[side]}")
    if meaning.installed():
        meaning.draw()
        figures[f"kith_{name}_near"] = _timed(sides[f"kith_{name}"], queries)
        meaning.let_go()
        say(f"{size}\tkith_{name}_near\t{figures[f'kith_{name}_near']}")


def _ratios(speed: dict[str, Any]) -> None:
    """How our slowest searches compare with `ts_rank`'s at the same size; the aim is a quarter at 100,000."""
    for figures in speed.values():
        if "ts_rank" in figures:
            for side in ("kith_sqlite", "kith_postgresql"):
                figures[f"{side}_p95_to_ts_rank"] = round(figures[side]["p95"] / figures["ts_rank"]["p95"], 2)


def _timed(find: Callable[[str], list[int]], queries: Sequence[str]) -> dict[str, float]:
    for query in queries[:20]:
        find(query)
    spent = []
    for query in queries:
        began = time.perf_counter()
        find(query)
        spent.append((time.perf_counter() - began) * 1000)
    return {"p50": round(statistics.median(spent), 2), "p95": round(statistics.quantiles(spent, n=20)[18], 2)}


def _fill(rows: Iterable[tuple[str, str, str]], language: str) -> None:
    with transaction.atomic():
        index.remove_many(list(Row.objects.values_list("item_id", flat=True)))
        Word.objects.all().delete()
        index.put_many(
            index.Entry(n + 1, title, body, language, (acl,), space_id=int(acl[1:-2]), kind="article")
            for n, (title, body, acl) in enumerate(rows)
        )
    _do("ANALYZE")


def _ours(language: str, asked_in: str) -> Callable[[str], list[int]]:
    languages = list(dict.fromkeys([language, asked_in]))
    return lambda query: [pk - 1 for pk in index.find(query, SEEN, languages=languages).ids]


def _ts_rank_table(configuration: str) -> Callable[[str], list[int]]:
    """The other side: a table as wikis have it, and its search, any of the words, joined with the memberships."""
    _do("DROP TABLE IF EXISTS wiki; DROP TABLE IF EXISTS membership")
    _do(
        f"CREATE TABLE wiki AS SELECT item_id AS id, space_id, setweight(to_tsvector('{configuration}', title), 'A')"
        f" || setweight(to_tsvector('{configuration}', left(body, 200000)), 'D') AS v FROM search_row"
    )
    _do("CREATE INDEX ON wiki USING gin (v); CREATE INDEX ON wiki (space_id)")
    _do(f"CREATE TABLE membership AS SELECT n AS space_id FROM generate_series(0, {SPACES // 10 - 1}) n; ANALYZE")
    sql = (
        "SELECT id FROM wiki JOIN membership USING (space_id),"
        f" (SELECT replace(plainto_tsquery('{configuration}', %s)::text, '&', '|')::tsquery AS q) asked"
        " WHERE v @@ q ORDER BY ts_rank(v, q) DESC, id LIMIT 20"
    )

    def find(query: str) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(sql, [query])
            return [row[0] - 1 for row in cursor.fetchall()]

    return find


def _do(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
