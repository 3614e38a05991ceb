"""The kinds of producers that the market starts with; more are added as data."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KINDS = [
    ("sewing_group", "Kelompok jahit & tenun", "Sewing and weaving group", "sewing"),
    ("recycled_craft", "Perajin daur ulang", "Recycled-craft maker", "recycle"),
    ("organic_farm", "Petani organik", "Organic farmer", "leaf"),
]


def load(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    ProducerKind = apps.get_model("producers", "ProducerKind")
    for code, name_id, name_en, icon in KINDS:
        ProducerKind.objects.create(code=code, name_id=name_id, name_en=name_en, icon=icon)


class Migration(migrations.Migration):
    dependencies = [("producers", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
