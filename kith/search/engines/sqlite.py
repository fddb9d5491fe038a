"""SQLite: an FTS5 table over the rows. Access words are a column of it, so that MATCH says the whole rule."""

from django.db import connection

from kith.search.models import Row

COLUMNS = "title_a, body_a, acl"


def quoted(word: str) -> str:
    """A word as FTS5 takes it, whatever letters it has."""
    return '"' + word.replace('"', '""') + '"'


def write(row: Row) -> None:
    """Put a row's words into the index; the old ones go first, since the table keeps no copy of its own."""
    erase(row.item_id)
    row.save()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO search_fts(rowid, {COLUMNS}) VALUES (%s, %s, %s, %s)",  # noqa: S608
            [row.item_id, row.title_a, row.body_a, row.acl],
        )


def erase(item_id: int) -> None:
    """Take a row out of the index and forget it."""
    old = Row.objects.filter(pk=item_id).values_list("title_a", "body_a", "acl").first()
    if old is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO search_fts(search_fts, rowid, {COLUMNS}) VALUES ('delete', %s, %s, %s, %s)",  # noqa: S608
            [item_id, *old],
        )
    Row.objects.filter(pk=item_id).delete()


def match(groups: list[list[str]], tokens: list[str], *, every: bool, limit: int, titles: bool = False) -> list[int]:
    """The best rows that hold every (or any) group of words, in their titles only if so asked, and an access word."""
    columns = "title_a" if titles else "title_a body_a"
    link = " AND " if every else " OR "
    wanted = link.join(f"({' OR '.join(map(quoted, forms))})" for forms in groups)
    access = " OR ".join(map(quoted, tokens))
    expression = f"({{{columns}}} : ({wanted})) AND (acl : ({access}))"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM search_fts WHERE search_fts MATCH %s "
            "ORDER BY bm25(search_fts, 2.0, 1.0, 0.0), rowid DESC LIMIT %s",
            [expression, limit],
        )
        return [found for (found,) in cursor.fetchall()]


def reachable(item_ids: list[int], tokens: list[str]) -> list[int]:
    """Those of the rows that hold one of the access words."""
    access = " OR ".join(map(quoted, tokens))
    marks = ", ".join(["%s"] * len(item_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM search_fts WHERE search_fts MATCH %s AND rowid IN ({marks})",  # noqa: S608
            [f"acl : ({access})", *item_ids],
        )
        return [found for (found,) in cursor.fetchall()]
