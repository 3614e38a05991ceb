"""Which rules the first categories keep and whose they are, and the lowest price of what is listed already."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import OuterRef, Subquery

RULES = {
    "tenun-jahitan": "textile",
    "kain-tenun": "textile",
    "pakaian": "textile",
    "tas-dompet": "textile",
    "rumah-tangga": "textile",
    "daur-ulang": "recycled",
    "tas-daur-ulang": "recycled",
    "hiasan": "recycled",
    "hasil-kebun": "fresh",
    "sayur": "fresh",
    "bumbu-umbi": "fresh",
    "buah": "fresh",
    "telur": "fresh",
    "olahan": "processed",
    "madu-minyak": "processed",
    "kering": "dry",
}
MAKERS = {"kain-tenun": "sewing_group", "tas-daur-ulang": "recycled_craft", "sayur": "organic_farm"}


def load(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Category = apps.get_model("catalog", "Category")
    for slug, rules in RULES.items():
        Category.objects.filter(slug=slug).update(rules=rules)
    for slug, makers in MAKERS.items():
        Category.objects.filter(slug=slug).update(makers=makers)
    offers = apps.get_model("catalog", "Variant").objects.filter(product=OuterRef("pk"), is_active=True)
    lowest = Subquery(offers.order_by("price").values("price")[:1])
    apps.get_model("catalog", "Product").objects.update(lowest_price=lowest)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_listings"), ("producers", "0003_applications")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
