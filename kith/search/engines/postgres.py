"""PostgreSQL: generated columns over the rows, with one GIN index over terms and access words.

The columns are generated, so that no write can leave them behind.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from kith.search.engines import Ask, Match, Only, Place
from kith.search.models import Row
from kith.search.ranking import Candidate, Group

# Without `fastupdate` nothing waits in a pending list: with one the planner left the index alone (63 ms instead of 9 at
# 10,000 rows), and a row is found at once without scanning what waits. `names` and `titles` have no access words in
# their indexes, or the planner takes these small ones for every question. Titles have a column of their own beside all
# terms: GIN keeps no weights, so a question for one reads every row that holds the words anywhere (22 ms of 30).
# A tsvector holds 1 MB at most: of a body so many letters of terms are indexed as cannot pass it, one word each.
DERIVED = (
    """
    ALTER TABLE search_row
        DROP COLUMN IF EXISTS terms, DROP COLUMN IF EXISTS titles, DROP COLUMN IF EXISTS names,
        DROP COLUMN IF EXISTS access
    """,
    # Long texts are read back for each hit; lz4 unpacks them several times faster. A server may be built without it.
    """
    DO $$ BEGIN
        ALTER TABLE search_row
            ALTER COLUMN bag SET COMPRESSION lz4, ALTER COLUMN body_terms SET COMPRESSION lz4,
            ALTER COLUMN body SET COMPRESSION lz4;
    EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN NULL;
    END $$
    """,
    """
    ALTER TABLE search_row
        ADD COLUMN terms tsvector GENERATED ALWAYS AS (
            to_tsvector('simple'::regconfig, title_terms)
            || to_tsvector('simple'::regconfig, left(body_terms, 250000))) STORED,
        ADD COLUMN titles tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, title_terms)) STORED,
        ADD COLUMN names tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, title_key)) STORED,
        ADD COLUMN access text[] GENERATED ALWAYS AS (string_to_array(acl, ' ')) STORED
    """,
    "CREATE INDEX search_terms ON search_row USING gin (terms, access) WITH (fastupdate = off)",
    "CREATE INDEX search_titles ON search_row USING gin (titles) WITH (fastupdate = off)",
    "CREATE INDEX search_names ON search_row USING gin (names) WITH (fastupdate = off)",
)
_FIELDS = [field.name for field in Row._meta.fields if field.name != "item_id"]
# Conditions are asked in the order in which they stand: what is short first, terms are unpacked only where it holds.
_SEEN = "access && %s"


def write(rows: Sequence[Row]) -> None:
    """Write or replace rows."""
    Row.objects.bulk_create(rows, update_conflicts=True, unique_fields=["item_id"], update_fields=_FIELDS)


def remove(item_ids: Sequence[int]) -> None:
    """Forget rows."""
    Row.objects.filter(item_id__in=item_ids).delete()


def place(places: Sequence[Place]) -> None:
    """Change where rows stand and who may find them; their words stay."""
    ids, spaces, acls = zip(*places, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE search_row SET space_id = new.space, acl = new.acl"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS new(id, space, acl) WHERE item_id = new.id",
            [list(ids), list(spaces), list(acls)],
        )


def learn(words: Sequence[str]) -> None:
    """Add those of the words that are not there yet, in the order given. One statement, however many they are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_word(word, head, tail, size)"
            " SELECT word, left(word, 2), right(word, 2), length(word) FROM unnest(%s::text[]) word"
            " WHERE NOT EXISTS (SELECT 1 FROM search_word there WHERE there.word = word.word)"
            " ORDER BY word.word ON CONFLICT DO NOTHING",
            [list(words)],
        )


def matches(ask: Ask, tokens: Sequence[str], only: Only, most: int) -> list[Match]:
    """The rows that match, no more than `most`, in the order in which the table holds them."""
    if not tokens or not ask.groups:
        return []
    narrow, values = _narrowed(only)
    rows = _indexed(
        "SELECT item_id, organisation_id, space_id, kind FROM search_row"
        f" WHERE {narrow}{_SEEN} AND {'titles' if ask.in_titles else 'terms'} @@ %s::tsquery LIMIT %s",
        [*values, list(tokens), query(ask), most],
    )
    return list(map(Match._make, rows))


def gathered(groups: Sequence[tuple[Group, float]], tokens: Sequence[str], only: Only, most: int) -> list[int]:
    """The rows that hold any of the groups, those whose groups weigh most in all first; no more than `most`."""
    if not tokens or not groups:
        return []
    narrow, given = _narrowed(only)
    one = f"SELECT item_id, %s::float8 AS weight FROM search_row WHERE {narrow}{_SEEN} AND terms @@ %s::tsquery"
    values: list[Any] = []
    for group, weight in groups:
        values += [weight, *given, list(tokens), query(Ask("all", (group,)))]
    rows = _indexed(
        f"SELECT item_id FROM ({' UNION ALL '.join(one for _ in groups)}) found GROUP BY item_id"
        " ORDER BY sum(weight) DESC, item_id DESC LIMIT %s",
        [*values, most],
    )
    return [row[0] for row in rows]


def candidates(item_ids: Sequence[int]) -> list[Candidate]:
    """What those rows hold. Asked only for rows that matched with the viewer's tokens."""
    rows = _rows("SELECT item_id, updated, length, bag FROM search_row WHERE item_id = ANY(%s)", [list(item_ids)])
    return [Candidate(*row) for row in rows]


def phrased(item_ids: Sequence[int], phrases: Sequence[str]) -> set[int]:
    """Those of the rows in whose title or text one of the phrases stands in one piece."""
    found = "strpos(' ' || title_terms || ' ', %s) > 0 OR strpos(' ' || body_terms || ' ', %s) > 0"
    either = " OR ".join(found for _ in phrases) or "false"
    rows = _rows(
        f"SELECT item_id FROM search_row WHERE item_id = ANY(%s) AND ({either})",
        [list(item_ids), *(f" {phrase} " for phrase in phrases for _ in range(2))],
    )
    return {row[0] for row in rows}


def open(item_ids: Sequence[int], tokens: Sequence[str], only: Only) -> list[Match]:
    """Those of the rows that carry one of the tokens and stand where is looked, in no order."""
    narrow, values = _narrowed(only)
    rows = _rows(
        f"SELECT item_id, organisation_id, space_id, kind FROM search_row WHERE item_id = ANY(%s) AND {narrow}{_SEEN}",
        [list(item_ids), *values, list(tokens)],
    )
    return list(map(Match._make, rows))


def titled(key: str, tokens: Sequence[str], only: Only, limit: int) -> list[int]:
    """Rows whose title has that key, the newest first."""
    if not tokens or not key:
        return []
    narrow, values = _narrowed(only)
    rows = _rows(
        f"SELECT item_id FROM search_row WHERE title_key = %s AND {narrow}{_SEEN}"
        " ORDER BY updated DESC, item_id LIMIT %s",
        [key, *values, list(tokens), limit],
    )
    return [row[0] for row in rows]


def frequencies(groups: Sequence[Sequence[str]], tokens: Sequence[str], most: int) -> list[int]:
    """In how many visible rows any term of each group stands, counted up to `most`. One statement."""
    if not tokens or not groups:
        return [0] * len(groups)
    statements: list[str] = []
    values: list[Any] = []
    for n, group in enumerate(groups):
        matched = " AND terms @@ %s::tsquery" if group else ""
        rows = f"SELECT 1 FROM search_row WHERE {_SEEN}{matched} LIMIT %s"
        statements.append(f"SELECT {n} AS n, (SELECT count(*) FROM ({rows}) x) AS c")
        values += [list(tokens), *([query(Ask("all", (tuple(group),)))] if group else []), most]
    return [row[1] for row in _indexed(" UNION ALL ".join(statements) + " ORDER BY n", values)]


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
    """A term as a tsquery names it; one of several words as words that follow each other."""
    if " " in term:
        return "(" + " <-> ".join(map(_quoted, term.split())) + ")"
    return "'" + term.replace("\\", "\\\\").replace("'", "''").replace("\x00", "") + "'"


def _narrowed(only: Only) -> tuple[str, list[Any]]:
    columns = only.columns
    narrow, values = "".join(f"{name} = %s AND " for name, _ in columns), [value for _, value in columns]
    return (f"{narrow}{_SEEN} AND ", [*values, list(only.held)]) if only.held else (narrow, values)


def _rows(sql: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _indexed(sql: str, values: Sequence[Any]) -> list[Any]:
    """The rows of a question about terms or access words, asked of their index.

    With a limit the planner hopes to meet enough rows soon when it reads the table from its beginning. Where they lie
    behind others, as those of one space or of a lent one do, it compares and unpacks all others first (450 ms instead
    of 10). What is switched off here is on again at the end of the same message, within a transaction too.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL enable_seqscan TO off; {sql}; SET LOCAL enable_seqscan TO DEFAULT", values)
        cursor.nextset()
        return list(cursor.fetchall())
