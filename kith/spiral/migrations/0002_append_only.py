"""The database itself keeps conversions append-only: an update or delete of a row fails, whoever tries."""

from django.db import migrations

TABLES = ["conversion", "part", "participant", "evidence", "confirmation", "retraction"]
DEEDS = ("UPDATE", "DELETE")


def guard(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    if postgres:
        schema_editor.execute(
            "CREATE FUNCTION spiral_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'Conversions are append-only.'; END $$"
        )
    does = (
        "FOR EACH ROW EXECUTE FUNCTION spiral_is_append_only()"
        if postgres
        else "BEGIN SELECT RAISE(ABORT, 'Conversions are append-only.'); END"
    )
    for table in TABLES:
        for deed in DEEDS:
            name = f"spiral_{table}_no_{deed.lower()}"
            schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {deed} ON spiral_{table} {does}")


def unguard(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for deed in DEEDS:
            name = f"spiral_{table}_no_{deed.lower()}"
            schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON spiral_{table}" if postgres else ""))
    if postgres:
        schema_editor.execute("DROP FUNCTION spiral_is_append_only()")


class Migration(migrations.Migration):
    dependencies = [("spiral", "0001_conversions")]
    operations = [migrations.RunPython(guard, unguard)]
