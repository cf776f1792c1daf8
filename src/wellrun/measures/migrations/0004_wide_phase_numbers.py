from django.db import migrations, models


class Migration(migrations.Migration):
    """The number of a phase is that of its period: days outgrow a small integer in 2059."""

    dependencies = [
        ("measures", "0003_import_remarks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="phase",
            name="number",
            field=models.PositiveIntegerField(),
        ),
    ]
