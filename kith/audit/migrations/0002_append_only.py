"""The database itself keeps the ledger append-only: an update or delete of a row fails, whoever tries."""

from django.db import migrations

TABLES = ["audit_event", "audit_link", "audit_checkpoint", "audit_exposure"]


def guard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'The ledger is append-only.'; END $$"
        )
    for table in TABLES:
        for deed in ("UPDATE", "DELETE"):
            name = f"{table}_no_{deed.lower()}"
            if vendor == "postgresql":
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {deed} ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()"
                )
            else:
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {deed} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'The ledger is append-only.'); END"
                )


def unguard(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for deed in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{deed}" + (f" ON {table}" if postgres else ""))
    if postgres:
        schema_editor.execute("DROP FUNCTION audit_is_append_only()")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
