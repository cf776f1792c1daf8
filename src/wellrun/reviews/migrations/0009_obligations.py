"""An obligation that falls due stands on an agenda, once at a time.

The triggers of the room are dropped first and made again after it, as 0003 asks of whatever touches these tables.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

closing = import_module("wellrun.reviews.migrations.0003_closing_held_by_the_database")


class Migration(migrations.Migration):

    dependencies = [
        ("reviews", "0008_strategy_model"),
        ("strategy", "0003_strategy_model"),
    ]

    operations = [
        migrations.RunPython(closing.unguard, closing.guard),
        migrations.RemoveConstraint(model_name="agendaitem", name="item_is_about_something"),
        migrations.AlterField(
            model_name="agendaitem",
            name="kind",
            field=models.CharField(
                choices=[
                    ("signal", "Signal"),
                    ("balancing", "Balancing"),
                    ("long_standing", "Long Standing"),
                    ("escalation", "Escalation"),
                    ("look_back", "Look Back"),
                    ("stalled", "Stalled"),
                    ("not_capable", "Not Capable"),
                    ("obligation", "Obligation"),
                ],
                max_length=14,
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="obligation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agenda_items",
                to="strategy.obligation",
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
                    models.Q(("kind", "not_capable"), ("series__isnull", False)),
                    models.Q(("kind", "obligation"), ("obligation__isnull", False)),
                    ("kind__in", ["signal", "balancing", "long_standing"]),
                    _connector="OR",
                ),
                name="item_is_about_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "obligation"), ("status", "open")),
                fields=("obligation",),
                name="item_obligation_once",
            ),
        ),
        migrations.RunPython(closing.guard, closing.unguard),
    ]
