"""More units by which goods are sold."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="orderline",
            name="unit",
            field=models.CharField(
                choices=[
                    ("piece", "piece"),
                    ("bunch", "bunch"),
                    ("kg", "kg"),
                    ("half_kg", "500 g"),
                    ("pack", "pack"),
                    ("bottle", "bottle"),
                    ("tray", "tray"),
                    ("sheet", "sheet"),
                    ("set", "set"),
                    ("heap", "heap"),
                    ("tin", "tin"),
                    ("head", "head"),
                ],
                max_length=10,
            ),
        ),
    ]
