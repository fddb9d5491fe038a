"""PostgreSQL: each table's rows as COPY gives them, all as they stood at one moment. No other program is needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from psycopg import sql

from kith.backups.container import Opened, Packing, hash_of
from kith.core.errors import Refused

TABLES = "tables/"


def dump(packing: Packing) -> None:
    """Write every table and sequence as it is at one moment."""
    with _snapshot() as cursor:
        packing.manifest.tables = {table: _columns(cursor, table) for table in _tables(cursor)}
        packing.manifest.sequences = _sequences(cursor)
        for table, columns in packing.manifest.tables.items():
            with packing.part(f"{TABLES}{table}") as out:
                for data in _rows(cursor, table, columns):
                    out.write(data)


def is_empty() -> bool:
    """Whether the database has no tables yet."""
    with connection.cursor() as cursor:
        return not _tables(cursor)


def load(opened: Opened) -> None:
    """Make the schema as it was then, and put the rows in."""
    MigrationExecutor(connection).migrate(_leaves(opened.manifest.migrations))
    manifest = opened.manifest
    with transaction.atomic(), connection.cursor() as cursor:
        every = [sql.Identifier(table) for table in _tables(cursor)]
        for name in every:  # the rows are as they were: what guards against change has nothing to say here
            _do(cursor, "ALTER TABLE {} DISABLE TRIGGER USER", name)
        _do(cursor, "TRUNCATE {}", sql.SQL(", ").join(every))
        for table, columns in manifest.tables.items():
            copy = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _listed(columns))
            with opened.part(f"{TABLES}{table}") as source, _raw(cursor).copy(copy) as target:
                while data := source.read(1 << 20):
                    target.write(data)
        for sequence, (last, used) in manifest.sequences.items():
            cursor.execute("SELECT setval(%s, %s, %s)", [f'"{sequence}"', last, used])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in every:
            _do(cursor, "ALTER TABLE {} ENABLE TRIGGER USER", name)


def hashes(opened: Opened) -> dict[str, str]:
    """The hash of each table's rows."""
    with _snapshot() as cursor:
        return {
            f"{TABLES}{table}": hash_of(_rows(cursor, table, columns))
            for table, columns in opened.manifest.tables.items()
        }


@contextmanager
def _snapshot() -> Iterator[Any]:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield cursor


def _raw(cursor: Any) -> Any:
    """The driver's own cursor, which knows COPY."""
    return cursor.cursor


def _do(cursor: Any, words: str, *names: sql.Composable) -> None:
    _raw(cursor).execute(sql.SQL(words).format(*names))


def _listed(columns: list[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _tables(cursor: Any) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
    return [name for (name,) in cursor.fetchall()]


def _columns(cursor: Any, table: str) -> list[str]:
    """The columns that are kept; those that the database works out are not."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = %s"
        " AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def _ordered(cursor: Any, table: str, columns: list[str]) -> Iterator[sql.Composable]:
    """Columns to order by, words letter by letter: how a language sorts differs from server to server."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = %s"
        " AND data_type IN ('text', 'character varying', 'character')",
        [table],
    )
    words = {name for (name,) in cursor.fetchall()}
    for column in columns:
        yield sql.SQL('{} COLLATE "C"' if column in words else "{}").format(sql.Identifier(column))


def _key(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)"
        " WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)",
        [f'"{table}"'],
    )
    return [name for (name,) in cursor.fetchall()]


def _sequences(cursor: Any) -> dict[str, tuple[int, bool]]:
    cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema() ORDER BY sequencename")
    found = {}
    for (name,) in cursor.fetchall():
        _do(cursor, "SELECT last_value, is_called FROM {}", sql.Identifier(name))
        found[name] = cursor.fetchone()
    return found


def _rows(cursor: Any, table: str, columns: list[str]) -> Iterator[bytes]:
    """A table's rows in the order of its key, so that equal tables give equal bytes."""
    order = sql.SQL(", ").join(_ordered(cursor, table, _key(cursor, table) or columns))
    asked = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        _listed(columns), sql.Identifier(table), order
    )
    with _raw(cursor).copy(asked) as rows:
        for data in rows:
            yield bytes(data)


def _leaves(applied: list[tuple[str, str]]) -> list[tuple[str, str | None]]:
    """The last migrations of a state: those that no other one of the state asks for.

    Raises:
        Refused: one is not known here.
    """
    graph = MigrationExecutor(connection).loader.graph
    ours = {app for app, _name in graph.nodes}
    newer = [f"{app} {name}" for app, name in applied if (app, name) not in graph.nodes and app in ours]
    if newer:
        raise Refused(_("This backup was made by a newer Kith (%(it)s is not known here).") % {"it": newer[0]})
    known = [node for node in applied if node in graph.nodes]
    inner = {parent.key for node in known for parent in graph.node_map[node].parents if parent.key[0] == node[0]}
    return [node for node in known if node not in inner]
