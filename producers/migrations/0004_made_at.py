"""Those who applied before drafts were known began their application on that day."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F


def load(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("producers", "Producer").objects.filter(applied_at__isnull=False).update(made_at=F("applied_at"))


class Migration(migrations.Migration):
    dependencies = [("producers", "0003_applications")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
