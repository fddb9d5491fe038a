"""What each engine needs beside the table: an FTS5 table on SQLite, a vector with its index on PostgreSQL."""

from django.db import migrations


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_row ADD COLUMN vector tsvector NOT NULL DEFAULT ''")
        schema_editor.execute("CREATE INDEX search_row_vector ON search_row USING gin (vector)")
    else:
        schema_editor.execute(
            "CREATE VIRTUAL TABLE search_fts USING fts5(title_a, body_a, acl, content='search_row', "
            "content_rowid='item_id', tokenize='unicode61 remove_diacritics 0')"
        )


def raze(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_row DROP COLUMN vector")
    else:
        schema_editor.execute("DROP TABLE search_fts")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(build, raze)]
