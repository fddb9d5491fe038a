"""SQLite: FTS5 tables over the rows. The access words are one of their columns, so that MATCH is the permission filter.

The tables have external content: a row's old values must be handed back with 'delete' before they change, or the index
keeps its old words for ever. All writing therefore goes through `write` and `remove`.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from kith.search.engines import Ask, Match, Only, Place
from kith.search.models import Row
from kith.search.ranking import Candidate, Group

# Titles have a table of their own beside all terms: asking the large one for a column reads where each word stands.
TABLES = {"search_fts": "title_terms, body_terms, acl", "search_names": "title_terms, title_key, acl"}
# A migration that changes `search_row` must run these again: Django makes the whole table anew, without this index.
DERIVED = (
    *(f"DROP TABLE IF EXISTS {table}" for table in TABLES),
    *(
        f"CREATE VIRTUAL TABLE {table} USING fts5({columns}, content='search_row', content_rowid='item_id',"
        " tokenize='unicode61 remove_diacritics 0')"
        for table, columns in TABLES.items()
    ),
    *(f"INSERT INTO {table}({table}) VALUES ('rebuild')" for table in TABLES),
    "DROP INDEX IF EXISTS search_places",
    # The few columns that facets count, without the long ones beside them.
    "CREATE INDEX search_places ON search_row(item_id, organisation_id, space_id, kind)",
)
SAME_TITLE = 1000  # rows with one title of which the newest are looked at
_FIELDS = [field.name for field in Row._meta.fields if field.name != "item_id"]


def write(rows: Sequence[Row]) -> None:
    """Write or replace rows."""
    ids = [row.item_id for row in rows]
    _forget(ids)
    Row.objects.bulk_create(rows, update_conflicts=True, unique_fields=["item_id"], update_fields=_FIELDS)
    _enter(ids)


def place(places: Sequence[Place]) -> None:
    """Change where rows stand and who may find them; their words are entered anew as they are."""
    ids = [each.item_id for each in places]
    _forget(ids)
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE search_row SET space_id = %s, acl = %s WHERE item_id = %s",
            [(each.space_id, each.acl, each.item_id) for each in places],
        )
    _enter(ids)


def remove(item_ids: Sequence[int]) -> None:
    """Forget rows."""
    _forget(item_ids)
    Row.objects.filter(item_id__in=item_ids).delete()


def _forget(ids: Sequence[int]) -> None:
    for table, columns in TABLES.items():
        _run(
            f"INSERT INTO {table}({table}, rowid, {columns}) SELECT 'delete', item_id, {columns} FROM search_row"
            f" WHERE item_id IN ({_marks(ids)})",
            ids,
        )


def _enter(ids: Sequence[int]) -> None:
    for table, columns in TABLES.items():
        _run(
            f"INSERT INTO {table}(rowid, {columns}) SELECT item_id, {columns} FROM search_row"
            f" WHERE item_id IN ({_marks(ids)})",
            ids,
        )


def learn(words: Sequence[str]) -> None:
    """Add those of the words that are not there yet, in the order given. One statement, however many they are."""
    _run(
        "INSERT INTO search_word(word, head, tail, size)"
        " SELECT value, substr(value, 1, 2), substr(value, -2), length(value) FROM json_each(%s)"
        " WHERE true ON CONFLICT DO NOTHING",
        [json.dumps(list(words))],
    )


def matches(ask: Ask, tokens: Sequence[str], only: Only, most: int) -> list[Match]:
    """The rows that match, no more than `most`, those written last first."""
    if not tokens or not ask.groups:
        return []
    narrow = "".join(f" AND r.{name} = %s" for name, _ in only.columns)
    table = "search_names" if ask.in_titles else "search_fts"
    rows = _rows(
        "SELECT r.item_id, r.organisation_id, r.space_id, r.kind"
        f" FROM {table} f CROSS JOIN search_row r INDEXED BY search_places ON r.item_id = f.rowid"
        f" WHERE {table} MATCH %s{narrow} ORDER BY f.rowid DESC LIMIT %s",
        [match(ask, tokens), *(value for _, value in only.columns), most],
    )
    return list(map(Match._make, rows))


def gathered(groups: Sequence[tuple[Group, float]], tokens: Sequence[str], only: Only, most: int) -> list[int]:
    """The rows that hold any of the groups, those whose groups weigh most in all first; no more than `most`."""
    if not tokens or not groups:
        return []
    narrow = "".join(f" AND r.{name} = %s" for name, _ in only.columns)
    join = " CROSS JOIN search_row r ON r.item_id = f.rowid" if narrow else ""
    one = f"SELECT f.rowid AS id, %s AS weight FROM search_fts f{join} WHERE search_fts MATCH %s{narrow}"
    values: list[Any] = []
    for group, weight in groups:
        values += [weight, match(Ask("all", (group,)), tokens), *(value for _, value in only.columns)]
    rows = _rows(
        f"SELECT id FROM ({' UNION ALL '.join(one for _ in groups)}) GROUP BY id ORDER BY sum(weight) DESC, id DESC"
        " LIMIT %s",
        [*values, most],
    )
    return [row[0] for row in rows]


def candidates(item_ids: Sequence[int]) -> list[Candidate]:
    """What those rows hold. Asked only for rows that matched with the viewer's tokens."""
    rows = _rows(
        f"SELECT item_id, updated, length, bag FROM search_row WHERE item_id IN ({_marks(item_ids)})", item_ids
    )
    return [Candidate(*row) for row in rows]


def phrased(item_ids: Sequence[int], phrases: Sequence[str]) -> set[int]:
    """Those of the rows in whose title or text one of the phrases stands in one piece."""
    found = "instr(' ' || title_terms || ' ', %s) > 0 OR instr(' ' || body_terms || ' ', %s) > 0"
    either = " OR ".join(found for _ in phrases) or "0"
    rows = _rows(
        f"SELECT item_id FROM search_row WHERE item_id IN ({_marks(item_ids)}) AND ({either})",
        [*item_ids, *(f" {phrase} " for phrase in phrases for _ in range(2))],
    )
    return {row[0] for row in rows}


def open(item_ids: Sequence[int], tokens: Sequence[str], only: Only) -> list[Match]:
    """Those of the rows that carry one of the tokens and stand where is looked, in no order."""
    narrow = "".join(f" AND {name} = %s" for name, _ in only.columns)
    rows = _rows(
        "SELECT item_id, organisation_id, space_id, kind, acl FROM search_row"
        f" WHERE item_id IN ({_marks(item_ids)}){narrow}",
        [*item_ids, *(value for _, value in only.columns)],
    )
    allowed = set(tokens)
    return [Match(*place) for *place, acl in rows if not allowed.isdisjoint(acl.split())]


def titled(key: str, tokens: Sequence[str], only: Only, limit: int) -> list[int]:
    """Rows whose title has that key, the newest first. Found by the title's index, then held against the tokens."""
    if not tokens or not key:
        return []
    narrow = "".join(f" AND {name} = %s" for name, _ in only.columns)
    values = [value for _, value in only.columns]
    rows = _rows(
        f"SELECT item_id, acl FROM search_row WHERE title_key = %s{narrow} ORDER BY updated DESC, item_id LIMIT %s",
        [key, *values, SAME_TITLE],
    )
    allowed = set(tokens)
    return [item_id for item_id, acl in rows if not allowed.isdisjoint(acl.split())][:limit]


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
        "SELECT f.rowid FROM search_names f JOIN search_row r ON r.item_id = f.rowid WHERE search_names MATCH %s"
        " ORDER BY length(r.title_key), r.updated DESC, f.rowid LIMIT %s",
        [f"{begun} AND {_allowed(tokens)}", limit],
    )
    return [row[0] for row in rows]


def match(ask: Ask, tokens: Sequence[str]) -> str:
    """The MATCH expression. Every term is quoted, so that none of them can name a column or an operator."""
    joint = " AND " if ask.how == "all" else " OR "
    said = joint.join("(" + " OR ".join(_quoted(term) for term in group) + ")" for group in ask.groups)
    columns = "title_terms" if ask.in_titles else "title_terms body_terms"
    return f"{{{columns}}} : ({said}) AND {_allowed(tokens)}"


def _allowed(tokens: Sequence[str]) -> str:
    return "acl : (" + " OR ".join(_quoted(token) for token in tokens) + ")"


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""').replace("\x00", "") + '"'


def _marks(values: Sequence[Any]) -> str:
    return ",".join(["%s"] * len(values))


def _run(sql: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _rows(sql: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
