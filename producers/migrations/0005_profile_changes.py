"""Changes of profiles, a row each."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("producers", "0004_made_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProfileChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("story", "Story changed"),
                            ("photo", "Photo changed"),
                            ("whatsapp", "WhatsApp number changed"),
                            ("bank_account", "Bank account changed"),
                            ("holiday", "Shop closed for a holiday"),
                            ("back", "Holiday ended"),
                            ("person_added", "Person added"),
                            ("person_changed", "Person changed"),
                            ("person_removed", "Person removed"),
                            ("consent", "Agreement to be shown"),
                            ("consent_withdrawn", "Agreement to be shown taken back"),
                            ("certificate", "Certificate added"),
                        ],
                        max_length=20,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "producer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="profile_changes",
                        to="producers.producer",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
    ]
