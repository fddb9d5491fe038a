"""SQLite: an FTS5 table over the rows. The access words are one of its columns, so that MATCH is the permission filter.

The table has external content: a row's old values must be handed back with 'delete' before they change, or the index
keeps its old words for ever. All writing therefore goes through `write` and `remove`.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from kith.search.engines import Ask, Only, Tally, Weights
from kith.search.models import Row

COLUMNS = "title_terms, body_terms, title_key, acl"
CREATE = f"""CREATE VIRTUAL TABLE search_fts USING fts5(
    {COLUMNS}, content='search_row', content_rowid='item_id', tokenize='unicode61 remove_diacritics 0')"""
DROP = "DROP TABLE IF EXISTS search_fts"
_FIELDS = [field.name for field in Row._meta.fields if field.name != "item_id"]


def write(rows: Sequence[Row]) -> None:
    """Write or replace rows."""
    ids = [row.item_id for row in rows]
    _forget(ids)
    Row.objects.bulk_create(rows, update_conflicts=True, unique_fields=["item_id"], update_fields=_FIELDS)
    _run(
        f"INSERT INTO search_fts(rowid, {COLUMNS}) SELECT item_id, {COLUMNS} FROM search_row"
        f" WHERE item_id IN ({_marks(ids)})",
        ids,
    )


def remove(item_ids: Sequence[int]) -> None:
    """Forget rows."""
    _forget(item_ids)
    Row.objects.filter(item_id__in=item_ids).delete()


def _forget(ids: Sequence[int]) -> None:
    _run(
        f"INSERT INTO search_fts(search_fts, rowid, {COLUMNS}) SELECT 'delete', item_id, {COLUMNS} FROM search_row"
        f" WHERE item_id IN ({_marks(ids)})",
        ids,
    )


def ranked(ask: Ask, tokens: Sequence[str], only: Only, weights: Weights, limit: int) -> list[int]:
    """The best matches by FTS5's BM25, a title counting twice; the newer first where two are equally good."""
    if not tokens or not ask.groups:
        return []
    join, values = _narrowed(only)
    rows = _rows(
        "SELECT best.id, round(best.score, 6), r.updated FROM (SELECT f.rowid AS id,"
        f" bm25(search_fts, 2.0, 1.0, 0.0, 0.0) AS score FROM search_fts f {join}"
        " search_fts MATCH %s ORDER BY score LIMIT %s) best JOIN search_row r ON r.item_id = best.id",
        [*values, match(ask, tokens), limit],
    )
    return [row[0] for row in sorted(rows, key=lambda row: (row[1], -row[2], row[0]))]


def titled(key: str, tokens: Sequence[str], only: Only, limit: int) -> list[int]:
    """Rows whose title has that key, the newest first."""
    if not tokens or not key:
        return []
    narrow = "".join(f" AND r.{name} = %s" for name, _ in only.columns())
    values = [value for _, value in only.columns()]
    rows = _rows(
        "SELECT f.rowid FROM search_fts f JOIN search_row r ON r.item_id = f.rowid"
        f" WHERE search_fts MATCH %s AND r.title_key = %s{narrow} ORDER BY r.updated DESC, f.rowid LIMIT %s",
        [f"title_key : {_quoted(key)} AND {_allowed(tokens)}", key, *values, limit],
    )
    return [row[0] for row in rows]


def tallies(ask: Ask, tokens: Sequence[str]) -> list[Tally]:
    """All matches, counted."""
    if not tokens or not ask.groups:
        return []
    rows = _rows(
        "SELECT r.organisation_id, r.space_id, r.kind, count(*) FROM search_fts f"
        " JOIN search_row r ON r.item_id = f.rowid WHERE search_fts MATCH %s GROUP BY 1, 2, 3",
        [match(ask, tokens)],
    )
    return [Tally(*row) for row in rows]


def frequencies(groups: Sequence[Sequence[str]], tokens: Sequence[str], most: int) -> list[int]:
    """In how many visible rows any term of each group stands, counted up to `most`. One statement."""
    if not tokens or not groups:
        return [0] * len(groups)
    one = "SELECT {} AS n, (SELECT count(*) FROM (SELECT 1 FROM search_fts WHERE search_fts MATCH %s LIMIT %s)) AS c"
    values: list[Any] = []
    for group in groups:
        ask = match(Ask("all", (tuple(group),)), tokens) if group else _allowed(tokens)
        values += [ask, most]
    rows = _rows(" UNION ALL ".join(one.format(n) for n in range(len(groups))) + " ORDER BY n", values)
    return [row[1] for row in rows]


def starting(words: Sequence[str], tokens: Sequence[str], limit: int) -> list[int]:
    """Rows in whose title each of the words begins a word, the shortest titles first."""
    if not tokens or not words:
        return []
    begun = " AND ".join(f"title_key : {_quoted(word)} *" for word in words)
    rows = _rows(
        "SELECT f.rowid FROM search_fts f JOIN search_row r ON r.item_id = f.rowid WHERE search_fts MATCH %s"
        " ORDER BY length(r.title_key), r.updated DESC, f.rowid LIMIT %s",
        [f"{begun} AND {_allowed(tokens)}", limit],
    )
    return [row[0] for row in rows]


def match(ask: Ask, tokens: Sequence[str]) -> str:
    """The MATCH expression. Every term is quoted, so that none of them can name a column or an operator."""
    joint = " AND " if ask.how == "all" else " OR "
    said = joint.join("(" + " OR ".join(_quoted(term) for term in group) + ")" for group in ask.groups)
    return f"{{title_terms body_terms}} : ({said}) AND {_allowed(tokens)}"


def _allowed(tokens: Sequence[str]) -> str:
    return "acl : (" + " OR ".join(_quoted(token) for token in tokens) + ")"


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""').replace("\x00", "") + '"'


def _narrowed(only: Only) -> tuple[str, list[Any]]:
    columns = only.columns()
    if not columns:
        return "WHERE", []
    conditions = " AND ".join(f"n.{name} = %s" for name, _ in columns)
    return f"JOIN search_row n ON n.item_id = f.rowid WHERE {conditions} AND", [value for _, value in columns]


def _marks(values: Sequence[Any]) -> str:
    return ",".join(["%s"] * len(values))


def _run(sql: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _rows(sql: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
