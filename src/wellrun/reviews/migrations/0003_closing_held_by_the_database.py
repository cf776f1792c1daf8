"""Closing is held by the database: an item is about something, an outcome stays with its item, and a closed review
has no open item.

SQLite rebuilds a table to add a constraint, and a trigger goes with the table (or stands in the way of the rebuild).
So all triggers of the room are dropped first and made again after it; a later migration that touches these tables
must do the same.
"""

from importlib import import_module

from django.db import migrations, models

own_outcome = import_module("wellrun.reviews.migrations.0002_own_outcome")

MOVED = "an outcome stays with its item"
OPEN_LEFT = "a review closes when no item is open"
LATE = "a closed review takes no open item"
HAS_OPEN = "EXISTS (SELECT 1 FROM reviews_agendaitem WHERE review_id = NEW.id AND status = 'open')"
IN_CLOSED = (
    "NEW.status = 'open' AND EXISTS (SELECT 1 FROM reviews_review WHERE id = NEW.review_id AND status = 'closed')"
)

# name: (table, event, condition, message)
RULES = {
    "outcome_stays": ("reviews_outcome", "UPDATE OF item_id", "NEW.item_id <> OLD.item_id", MOVED),
    "review_closes_empty_insert": ("reviews_review", "INSERT", f"NEW.status = 'closed' AND {HAS_OPEN}", OPEN_LEFT),
    "review_closes_empty_update": (
        "reviews_review", "UPDATE OF status", f"NEW.status = 'closed' AND {HAS_OPEN}", OPEN_LEFT,
    ),
    "item_not_in_closed_insert": ("reviews_agendaitem", "INSERT", IN_CLOSED, LATE),
    "item_not_in_closed_update": ("reviews_agendaitem", "UPDATE OF status, review_id", IN_CLOSED, LATE),
}


def _postgres(name, table, event, condition, message):
    # The condition stands in the function: a trigger's own WHEN takes no subquery.
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def _sqlite(name, table, event, condition, message):
    return f"""
CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{message}'); END;
"""


def drop_first(apps, editor):
    own_outcome.unguard(apps, editor)


def guard(apps, editor):
    own_outcome.guard(apps, editor)
    write = _postgres if editor.connection.vendor == "postgresql" else _sqlite
    for name, rule in RULES.items():
        editor.execute(write(name, *rule))


def unguard(apps, editor):
    for name, (table, *_rest) in RULES.items():
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();")
        else:
            editor.execute(f"DROP TRIGGER {name};")
    own_outcome.unguard(apps, editor)


class Migration(migrations.Migration):

    dependencies = [
        ("execution", "0002_ownership_and_handing_on"),
        ("reviews", "0002_own_outcome"),
    ]

    operations = [
        migrations.RunPython(drop_first, own_outcome.guard),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("action__isnull", False), ("kind", "stalled")),
                    models.Q(("escalation__isnull", False), ("kind", "escalation")),
                    models.Q(("kind", "look_back"), ("looks_back_on__isnull", False)),
                    ("kind__in", ["signal", "balancing", "long_standing"]),
                    _connector="OR",
                ),
                name="item_is_about_something",
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
