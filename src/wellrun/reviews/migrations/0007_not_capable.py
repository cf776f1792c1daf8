"""A steady series that falls short of its aim stands on an agenda once.

The triggers of the room are dropped first and made again after it, as 0003 asks of whatever touches these tables.
"""

from importlib import import_module

from django.db import migrations, models

closing = import_module("wellrun.reviews.migrations.0003_closing_held_by_the_database")


class Migration(migrations.Migration):

    dependencies = [("reviews", "0006_unraised_signals")]

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
                ],
                max_length=14,
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
                    ("kind__in", ["signal", "balancing", "long_standing"]),
                    _connector="OR",
                ),
                name="item_is_about_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "not_capable"), ("status", "open")),
                fields=("series",),
                name="item_not_capable_once",
            ),
        ),
        migrations.RunPython(closing.guard, closing.unguard),
    ]
