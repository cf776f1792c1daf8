"""What early detection saw and a forum has not asked to hear of yet.

A table of its own, so that no table with a trigger of the room is rebuilt and none has to be made again.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('insight', '0005_watched_early'),
        ('reviews', '0005_false_alarms'),
    ]

    operations = [
        migrations.CreateModel(
            name='UnraisedSignal',
            fields=[
                ('signal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='unraised', serialize=False, to='insight.signal')),
                ('at_most', models.FloatField(help_text='the yearly false-alarm probability up to which the forum hears of a signal')),
                ('noted_at', models.DateTimeField()),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unraised', to='reviews.forum')),
            ],
            options={
                'ordering': ['noted_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('at_most__gte', 0)), name='unraised_at_most_not_negative')],
            },
        ),
    ]
