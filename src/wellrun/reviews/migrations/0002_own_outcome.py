"""An item closes with an outcome of its own, never with another item's; a closed item stays closed."""

from django.db import migrations

MESSAGE = "an item closes with its own outcome"
POSTGRES = f"""
CREATE FUNCTION item_own_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.closing_outcome_id IS NOT NULL AND NOT EXISTS
     (SELECT 1 FROM reviews_outcome WHERE id = NEW.closing_outcome_id AND item_id = NEW.id) THEN
    RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER item_own_outcome BEFORE INSERT OR UPDATE OF closing_outcome_id ON reviews_agendaitem
FOR EACH ROW EXECUTE FUNCTION item_own_outcome();
"""
POSTGRES_BACK = "DROP TRIGGER item_own_outcome ON reviews_agendaitem; DROP FUNCTION item_own_outcome();"
SQLITE = [
    f"""
CREATE TRIGGER item_own_outcome_{when.lower().split()[0]} BEFORE {when} ON reviews_agendaitem
WHEN NEW.closing_outcome_id IS NOT NULL AND NOT EXISTS
  (SELECT 1 FROM reviews_outcome WHERE id = NEW.closing_outcome_id AND item_id = NEW.id)
BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END;
"""
    for when in ("INSERT", "UPDATE OF closing_outcome_id")
]
SQLITE_BACK = ["DROP TRIGGER item_own_outcome_insert;", "DROP TRIGGER item_own_outcome_update;"]


def _run(editor, postgres, sqlite):
    for statement in [postgres] if editor.connection.vendor == "postgresql" else sqlite:
        editor.execute(statement)


def guard(apps, editor):
    _run(editor, POSTGRES, SQLITE)


def unguard(apps, editor):
    _run(editor, POSTGRES_BACK, SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
