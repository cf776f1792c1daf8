"""An initiative that nobody speaks of comes up like a stuck action.

The triggers of the room are dropped first and made again after it, as 0003 asks of whatever touches these tables.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

closing = import_module("wellrun.reviews.migrations.0003_closing_held_by_the_database")


class Migration(migrations.Migration):

    dependencies = [
        ("execution", "0004_initiative_updates"),
        ("reviews", "0003_closing_held_by_the_database"),
    ]

    operations = [
        migrations.RunPython(closing.unguard, closing.guard),
        migrations.RemoveConstraint(model_name="agendaitem", name="item_is_about_something"),
        migrations.AddField(
            model_name="agendaitem",
            name="initiative",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agenda_items",
                to="execution.initiative",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("action__isnull", False), ("kind", "stalled")),
                    models.Q(("initiative__isnull", False), ("kind", "stalled")),
                    models.Q(("escalation__isnull", False), ("kind", "escalation")),
                    models.Q(("kind", "look_back"), ("looks_back_on__isnull", False)),
                    ("kind__in", ["signal", "balancing", "long_standing"]),
                    _connector="OR",
                ),
                name="item_is_about_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "stalled"), ("status", "open")),
                fields=("initiative",),
                name="item_stalled_initiative_once",
            ),
        ),
        migrations.RunPython(closing.guard, closing.unguard),
    ]
