"""Details, revisions, claims, spreadsheets, low stock and price changes of listings."""

import django.db.models.deletion
import marketplace.money
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_search"),
        ("marketplace", "0003_edition"),
        ("producers", "0003_applications"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("organic_certified", "Organic, certified"),
                            ("pamor", "Guaranteed by PAMOR (community guarantee)"),
                            ("lab_tested", "Tested in a laboratory"),
                            ("no_synthetic", "Without synthetic pesticide and fertiliser, as the group declares"),
                            ("halal", "Halal certificate"),
                            ("pirt", "P-IRT permit"),
                            ("bpom_md", "BPOM MD permit"),
                            ("slhs", "SLHS hygiene certificate"),
                            ("psat", "PSAT registration"),
                            ("recycled", "Made of waste"),
                            ("geographical", "Geographical indication"),
                        ],
                        max_length=20,
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60)),
                ("issuer", models.CharField(blank=True, max_length=120)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("issued_on", models.DateField(blank=True, null=True)),
                ("valid_until", models.DateField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("claimed", "Not yet checked"),
                            ("confirmed", "Checked"),
                            ("declined", "Not accepted"),
                            ("expired", "Expired"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="claimed",
                        max_length=20,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["kind", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ClaimStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(blank=True, max_length=20)),
                ("after", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LowStock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("over_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PriceChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", marketplace.money.MoneyField()),
                ("after", marketplace.money.MoneyField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("description", models.TextField(blank=True)),
                ("details", models.JSONField(blank=True, default=dict)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In review"),
                            ("changes_requested", "Changes requested"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RevisionPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RevisionStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(blank=True, max_length=20)),
                ("after", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                ("codes", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("name", models.CharField(max_length=120)),
                ("file", models.FileField(blank=True, max_length=120, upload_to="")),
                ("result", models.FileField(blank=True, max_length=120, upload_to="")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("sent", "Being checked"),
                            ("checked", "Checked"),
                            ("applying", "Being applied"),
                            ("applied", "Done"),
                            ("failed", "Cannot be used"),
                            ("dropped", "Dropped"),
                        ],
                        default="sent",
                        max_length=20,
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(blank=True, default=dict)),
                ("mistakes", models.JSONField(blank=True, default=list)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="SheetStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(blank=True, max_length=20)),
                ("after", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="stockmovement",
            name="stock_movement_reason_is_known",
        ),
        migrations.AddField(
            model_name="category",
            name="makers",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="producers.producerkind",
            ),
        ),
        migrations.AddField(
            model_name="category",
            name="rules",
            field=models.CharField(
                choices=[
                    ("none", "Nothing more"),
                    ("fresh", "Fresh produce"),
                    ("dry", "Packed dry produce"),
                    ("processed", "Processed food"),
                    ("textile", "Textile and sewing"),
                    ("recycled", "Recycled craft"),
                ],
                default="none",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="details",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="product",
            name="lowest_price",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="productstep",
            name="codes",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="stockmovement",
            name="note",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="variant",
            name="low_at",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="variant",
            name="weight_grams",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="product",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="catalog.category"
            ),
        ),
        migrations.AlterField(
            model_name="stockmovement",
            name="reason",
            field=models.CharField(
                choices=[
                    ("counted", "Counted"),
                    ("sold", "Sold"),
                    ("returned", "Returned"),
                    ("spoiled", "Spoiled"),
                    ("made", "Made or harvested"),
                    ("sold_out", "Sold out for today"),
                    ("back", "There again"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="variant",
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
                default="piece",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["status", "lowest_price", "id"], name="product_cheapest"),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("rules__in", ["none", "fresh", "dry", "processed", "textile", "recycled"])),
                name="category_rules_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="stockmovement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason__in", ["counted", "sold", "returned", "spoiled", "made", "sold_out", "back"])
                ),
                name="stock_movement_reason_is_known",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="evidence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="marketplace.picture",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="catalog.product"
            ),
        ),
        migrations.AddField(
            model_name="claimstep",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="claimstep",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="catalog.claim"
            ),
        ),
        migrations.AddField(
            model_name="lowstock",
            name="variant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="low_stock", to="catalog.variant"
            ),
        ),
        migrations.AddField(
            model_name="pricechange",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="pricechange",
            name="variant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="price_changes", to="catalog.variant"
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="catalog.category"
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="catalog.product"
            ),
        ),
        migrations.AddField(
            model_name="revisionphoto",
            name="picture",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="marketplace.picture"
            ),
        ),
        migrations.AddField(
            model_name="revisionphoto",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="catalog.revision"
            ),
        ),
        migrations.AddField(
            model_name="revisionstep",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="revisionstep",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="catalog.revision"
            ),
        ),
        migrations.AddField(
            model_name="sheet",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="sheet",
            name="producer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="producers.producer"
            ),
        ),
        migrations.AddField(
            model_name="sheetstep",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="sheetstep",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="catalog.sheet"
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("status", "confirmed")), fields=["kind", "product"], name="claim_confirmed"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ("claimed", "confirmed", "declined", "expired", "withdrawn"))),
                name="claim_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "claimed")), fields=("product", "kind"), name="claim_waits_once_a_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="lowstock",
            constraint=models.UniqueConstraint(
                condition=models.Q(("over_at", None)), fields=("variant",), name="low_stock_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ("draft", "in_review", "changes_requested", "approved", "rejected", "withdrawn"))
                ),
                name="revision_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["draft", "in_review", "changes_requested"])),
                fields=("product",),
                name="revision_open_once_a_product",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ("sent", "checked", "applying", "applied", "failed", "dropped"))),
                name="sheet_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("done__lte", models.F("rows"))), name="sheet_done_within_rows"
            ),
        ),
    ]
