"""A forum says how many false alarms of early detection it accepts a month.

The triggers of the room are dropped first and made again after it, as 0003 asks of whatever touches these tables.
"""

from importlib import import_module

from django.db import migrations, models

closing = import_module("wellrun.reviews.migrations.0003_closing_held_by_the_database")


class Migration(migrations.Migration):

    dependencies = [("reviews", "0004_stalled_initiatives")]

    operations = [
        migrations.RunPython(closing.unguard, closing.guard),
        migrations.AddField(
            model_name="forum",
            name="false_alarms_a_month",
            field=models.FloatField(
                default=1, help_text="how many it accepts of early detection, over all series it looks at"
            ),
        ),
        migrations.AddConstraint(
            model_name="forum",
            constraint=models.CheckConstraint(
                condition=models.Q(("false_alarms_a_month__gte", 0)), name="forum_false_alarms_not_negative"
            ),
        ),
        migrations.RunPython(closing.guard, closing.unguard),
    ]
