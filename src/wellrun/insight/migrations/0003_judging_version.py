from django.db import migrations, models


class Migration(migrations.Migration):
    """Which judging code gave an answer; and phase numbers as wide as days need them from 2059 on."""

    dependencies = [
        ("insight", "0002_run_of_points"),
    ]

    operations = [
        migrations.AddField(
            model_name="seriesstate",
            name="judging_version",
            field=models.PositiveSmallIntegerField(default=0, help_text="of the judging code that gave this answer"),
        ),
        migrations.AlterField(
            model_name="seriesstate",
            name="phase",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="signal",
            name="phase",
            field=models.PositiveIntegerField(),
        ),
        migrations.AlterField(
            model_name="evaluationrun",
            name="cause",
            field=models.CharField(
                choices=[
                    ("first_load", "First Load"),
                    ("import", "Import"),
                    ("clock", "Clock"),
                    ("manual", "Manual"),
                    ("judging", "Judging"),
                ],
                max_length=12,
            ),
        ),
    ]
