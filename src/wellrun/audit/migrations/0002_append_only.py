"""The database itself refuses to rewrite the log.

PostgreSQL refuses updates and deletes. SQLite refuses updates; a deletion there is found by the chain
(its file can be edited by anyone who owns it, so a trigger would promise more than it holds).
"""

from django.db import migrations

POSTGRES = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_no_rewrite BEFORE UPDATE OR DELETE ON audit_auditevent
FOR EACH ROW EXECUTE FUNCTION audit_refuse();
"""
POSTGRES_BACK = "DROP TRIGGER audit_no_rewrite ON audit_auditevent; DROP FUNCTION audit_refuse();"
SQLITE = """
CREATE TRIGGER audit_no_rewrite BEFORE UPDATE ON audit_auditevent
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
"""
SQLITE_BACK = "DROP TRIGGER audit_no_rewrite;"


def guard(apps, editor):
    editor.execute(POSTGRES if editor.connection.vendor == "postgresql" else SQLITE)


def unguard(apps, editor):
    editor.execute(POSTGRES_BACK if editor.connection.vendor == "postgresql" else SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
