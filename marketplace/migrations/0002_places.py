"""The districts and villages around Kupang, from `marketplace/data/places.json`.

Codes of the Ministry of Home Affairs (Kota Kupang 53.71, Kabupaten Kupang 53.01).
"""

import json
from pathlib import Path

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

PLACES = Path(__file__).resolve().parent.parent / "data" / "places.json"


def load(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    District = apps.get_model("marketplace", "District")
    Village = apps.get_model("marketplace", "Village")
    for place in json.loads(PLACES.read_text(encoding="utf-8")):
        villages = place.pop("villages")
        district = District.objects.create(**place)
        Village.objects.bulk_create(Village(district=district, **village) for village in villages)


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
