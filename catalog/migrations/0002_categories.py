"""The categories that the market starts with: three branches; fresh produce is sold by market day."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Each branch: its slug, names in Indonesian and English, icon, whether it is sold by market day, and its children.
BRANCHES = [
    (
        "tenun-jahitan", "Tenun & jahitan", "Weaving and sewing", "sewing", False,
        [
            ("kain-tenun", "Kain tenun", "Woven cloth"),
            ("pakaian", "Pakaian", "Clothes"),
            ("tas-dompet", "Tas & dompet", "Bags and purses"),
            ("rumah-tangga", "Rumah tangga", "Household"),
        ],
    ),
    (
        "daur-ulang", "Kerajinan daur ulang", "Recycled craft", "recycle", False,
        [
            ("tas-daur-ulang", "Tas daur ulang", "Recycled bags"),
            ("anyaman", "Anyaman", "Basketry"),
            ("hiasan", "Hiasan & suvenir", "Decorations and gifts"),
        ],
    ),
    (
        "hasil-kebun", "Hasil kebun", "From the garden", "leaf", True,
        [
            ("sayur", "Sayur", "Vegetables"),
            ("bumbu-umbi", "Bumbu & umbi", "Spices and roots"),
            ("buah", "Buah", "Fruit"),
            ("telur", "Telur", "Eggs"),
        ],
    ),
    (
        "olahan", "Olahan & kering", "Pantry", "basket", False,
        [
            ("madu-minyak", "Madu & minyak", "Honey and oil"),
            ("kering", "Kacang & bahan kering", "Beans and dried goods"),
        ],
    ),
]  # fmt: skip


def load(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Category = apps.get_model("catalog", "Category")
    for place, (slug, name_id, name_en, icon, by_market_day, children) in enumerate(BRANCHES):
        shared = {"icon": icon, "by_market_day": by_market_day}
        branch = Category.objects.create(slug=slug, name_id=name_id, name_en=name_en, position=place, **shared)
        for position, (child, child_id, child_en) in enumerate(children):
            Category.objects.create(
                slug=child, name_id=child_id, name_en=child_en, parent=branch, position=position, **shared
            )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
