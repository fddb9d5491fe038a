"""PostgreSQL: generated columns over the rows, with one GIN index over terms and access words.

The columns are generated, so that no write can leave them behind. `ts_rank` only picks candidates; BM25 orders them,
with the frequencies among the rows the viewer may see, so that hidden rows do not even move the order.
"""

from collections import defaultdict
from collections.abc import Sequence
from math import log
from typing import Any

from django.db import connection

from kith.search.engines import Ask, Only, Tally, Weights
from kith.search.models import Row

# Without `fastupdate` nothing waits in a pending list: with one the planner left the index alone (63 ms instead of 9 at
# 10,000 rows), and a row is found at once without scanning what waits. `names` has no access words in its index, or the
# planner takes that small index for every question.
# A tsvector holds 1 MB at most: of a body so many letters of terms are indexed as cannot pass it, one word each.
CREATE = """
ALTER TABLE search_row
    ADD COLUMN terms tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple'::regconfig, title_terms), 'A')
        || setweight(to_tsvector('simple'::regconfig, left(body_terms, 250000)), 'D')) STORED,
    ADD COLUMN names tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, title_key)) STORED,
    ADD COLUMN access text[] GENERATED ALWAYS AS (string_to_array(acl, ' ')) STORED;
CREATE INDEX search_terms ON search_row USING gin (terms, access) WITH (fastupdate = off);
CREATE INDEX search_names ON search_row USING gin (names) WITH (fastupdate = off);
"""
DROP = "ALTER TABLE search_row DROP COLUMN terms, DROP COLUMN names, DROP COLUMN access"
CANDIDATES, MOST = 500, 1000  # the second for pages far down, so that one page never reorders another
K1, B, TITLE = 1.2, 0.75, 2  # a word in the title counts as two in the body
_FIELDS = [field.name for field in Row._meta.fields if field.name != "item_id"]
_SEEN = "access && %s"


def write(rows: Sequence[Row]) -> None:
    """Write or replace rows."""
    Row.objects.bulk_create(rows, update_conflicts=True, unique_fields=["item_id"], update_fields=_FIELDS)


def remove(item_ids: Sequence[int]) -> None:
    """Forget rows."""
    Row.objects.filter(item_id__in=item_ids).delete()


def ranked(ask: Ask, tokens: Sequence[str], only: Only, weights: Weights, limit: int) -> list[int]:
    """The best matches by BM25 among the candidates of `ts_rank`; the newer first where two are equally good."""
    if not tokens or not ask.groups:
        return []
    narrow, values = _narrowed(only)
    asked = sorted({term for group in ask.groups for term in group})
    rows = _rows(
        f"WITH best AS MATERIALIZED (SELECT item_id, updated, length, terms FROM search_row"
        f" WHERE terms @@ %s::tsquery AND {_SEEN}{narrow}"
        " ORDER BY ts_rank(terms, %s::tsquery) DESC, item_id LIMIT %s)"
        " SELECT best.item_id, best.updated, best.length, found.lexeme, found.weights FROM best"
        " LEFT JOIN LATERAL unnest(terms) found ON found.lexeme = ANY(%s)",
        [
            query(ask),
            list(tokens),
            *values,
            query(Ask("any", ask.groups)),
            CANDIDATES if limit <= CANDIDATES else MOST,
            asked,
        ],
    )
    return _by_bm25(rows, ask, weights)[:limit]


def _by_bm25(rows: Sequence[Any], ask: Ask, weights: Weights) -> list[int]:
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    about: dict[int, tuple[int, int]] = {}
    for item_id, updated, length, term, marks in rows:
        about[item_id] = updated, length
        if term is not None:
            counts[item_id][term] = len(marks) + (TITLE - 1) * marks.count("A")
    usual = sum(length for _, length in about.values()) / len(about) if about else 1.0
    rarity = {term: _rarity(weights, term) for group in ask.groups for term in group}

    def score(item_id: int) -> float:
        damp = K1 * (1 - B + B * about[item_id][1] / (usual or 1.0))
        return sum(rarity[term] * n * (K1 + 1) / (n + damp) for term, n in counts[item_id].items())

    return sorted(about, key=lambda item_id: (-round(score(item_id), 6), -about[item_id][0], item_id))


def _rarity(weights: Weights, term: str) -> float:
    n = weights.frequency.get(term, 1)
    return max(log((weights.visible - n + 0.5) / (n + 0.5) + 1), 1e-6)


def titled(key: str, tokens: Sequence[str], only: Only, limit: int) -> list[int]:
    """Rows whose title has that key, the newest first."""
    if not tokens or not key:
        return []
    narrow, values = _narrowed(only)
    rows = _rows(
        f"SELECT item_id FROM search_row WHERE title_key = %s AND {_SEEN}{narrow}"
        " ORDER BY updated DESC, item_id LIMIT %s",
        [key, list(tokens), *values, limit],
    )
    return [row[0] for row in rows]


def tallies(ask: Ask, tokens: Sequence[str]) -> list[Tally]:
    """All matches, counted."""
    if not tokens or not ask.groups:
        return []
    rows = _rows(
        "SELECT organisation_id, space_id, kind, count(*) FROM search_row"
        f" WHERE terms @@ %s::tsquery AND {_SEEN} GROUP BY 1, 2, 3",
        [query(ask), list(tokens)],
    )
    return [Tally(*row) for row in rows]


def frequencies(groups: Sequence[Sequence[str]], tokens: Sequence[str], most: int) -> list[int]:
    """In how many visible rows any term of each group stands, counted up to `most`. One statement."""
    if not tokens or not groups:
        return [0] * len(groups)
    statements: list[str] = []
    values: list[Any] = []
    for n, group in enumerate(groups):
        matched = "terms @@ %s::tsquery AND " if group else ""
        rows = f"SELECT 1 FROM search_row WHERE {matched}{_SEEN} LIMIT %s"
        statements.append(f"SELECT {n} AS n, (SELECT count(*) FROM ({rows}) x) AS c")
        values += [*([query(Ask("all", (tuple(group),)))] if group else []), list(tokens), most]
    return [row[1] for row in _rows(" UNION ALL ".join(statements) + " ORDER BY n", values)]


def starting(words: Sequence[str], tokens: Sequence[str], limit: int) -> list[int]:
    """Rows in whose title each of the words begins a word, the shortest titles first."""
    if not tokens or not words:
        return []
    begun = " & ".join(f"{_quoted(word)}:*" for word in words)
    rows = _rows(
        f"SELECT item_id FROM search_row WHERE names @@ %s::tsquery AND {_SEEN}"
        " ORDER BY length(title_key), updated DESC, item_id LIMIT %s",
        [begun, list(tokens), limit],
    )
    return [row[0] for row in rows]


def query(ask: Ask) -> str:
    """The tsquery. Every term is quoted, so that none of them can be an operator."""
    joint = " & " if ask.how == "all" else " | "
    return joint.join("(" + " | ".join(_quoted(term) for term in group) + ")" for group in ask.groups)


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''").replace("\x00", "") + "'"


def _narrowed(only: Only) -> tuple[str, list[Any]]:
    columns = only.columns()
    return "".join(f" AND {name} = %s" for name, _ in columns), [value for _, value in columns]


def _rows(sql: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
