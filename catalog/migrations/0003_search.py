"""The documents that search reads: on PostgreSQL a column of each product and the triggers that write it.

On SQLite `catalog/search/sqlite.py` makes them, after the migrations.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FORWARD = [
    """
    ALTER TABLE catalog_product ADD COLUMN search tsvector
    """,
    # Small letters without accents; and no marks, for which words would be taken for addresses, file names or tags.
    r"""
    CREATE FUNCTION catalog_plain(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT regexp_replace(
            regexp_replace(lower(normalize($1, NFKD)), '[\u0300-\u036f]', '', 'g'), '[!-/:-@\[-`{-~]+', ' ', 'g'
        )
    $$
    """,
    """
    CREATE FUNCTION catalog_write_document() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    DECLARE
        name text := catalog_plain(NEW.name);
        kin text;
    BEGIN
        -- Whoever renames these two in this moment does not see a new product yet: wait for them.
        IF TG_OP = 'INSERT' OR (OLD.producer_id, OLD.category_id) <> (NEW.producer_id, NEW.category_id) THEN
            PERFORM FROM producers_producer WHERE id = NEW.producer_id FOR SHARE;
            PERFORM FROM catalog_category AS branch JOIN catalog_category AS category
                ON branch.id IN (category.id, category.parent_id)
                WHERE category.id = NEW.category_id FOR SHARE OF branch;
        END IF;

        -- What is not on sale has no document: nothing is selected, and all that is made of it is null.
        SELECT catalog_plain(concat_ws(' ',
            producer.name, category.name_id, category.name_en, branch.name_id, branch.name_en
        ))
        INTO kin
        FROM producers_producer AS producer, catalog_category AS category
        LEFT JOIN catalog_category AS branch ON branch.id = category.parent_id
        WHERE producer.id = NEW.producer_id AND producer.status = 'verified'
            AND category.id = NEW.category_id AND NEW.status = 'published';

        NEW.search :=
            setweight(to_tsvector('simple', name) || to_tsvector('indonesian', name), 'A')
            || setweight(to_tsvector('simple', kin) || to_tsvector('indonesian', kin), 'B')
            || setweight(to_tsvector('indonesian', catalog_plain(left(NEW.description, 10000))), 'C');

        INSERT INTO catalog_word (text)
        SELECT lexeme FROM unnest(to_tsvector('simple', name || ' ' || kin))
        WHERE lexeme ~ '^[a-z]{3,40}$' AND NOT EXISTS (SELECT FROM catalog_word WHERE text = lexeme);
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER catalog_product_document BEFORE INSERT OR UPDATE ON catalog_product
    FOR EACH ROW EXECUTE FUNCTION catalog_write_document()
    """,
    """
    CREATE FUNCTION catalog_producer_changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    BEGIN
        IF (OLD.name, OLD.status) <> (NEW.name, NEW.status) THEN
            UPDATE catalog_product SET search = NULL WHERE producer_id = NEW.id;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER catalog_producer_changed AFTER UPDATE ON producers_producer
    FOR EACH ROW EXECUTE FUNCTION catalog_producer_changed()
    """,
    """
    CREATE FUNCTION catalog_category_changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    BEGIN
        IF (OLD.name_id, OLD.name_en, OLD.parent_id) IS DISTINCT FROM (NEW.name_id, NEW.name_en, NEW.parent_id) THEN
            UPDATE catalog_product SET search = NULL WHERE category_id IN (
                SELECT id FROM catalog_category WHERE NEW.id IN (id, parent_id)
            );
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER catalog_category_changed AFTER UPDATE ON catalog_category
    FOR EACH ROW EXECUTE FUNCTION catalog_category_changed()
    """,
    """
    UPDATE catalog_product SET search = NULL
    """,
    # What is still to be put in, each search reads as well: it is kept short (in kB).
    """
    CREATE INDEX product_search ON catalog_product USING gin (search) WITH (gin_pending_list_limit = 256)
    """,
]

BACKWARD = [
    "DROP TRIGGER catalog_product_document ON catalog_product",
    "DROP TRIGGER catalog_producer_changed ON producers_producer",
    "DROP TRIGGER catalog_category_changed ON catalog_category",
    "DROP FUNCTION catalog_write_document, catalog_producer_changed, catalog_category_changed, catalog_plain",
    "ALTER TABLE catalog_product DROP COLUMN search",
]


def put_up(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in FORWARD:
            schema_editor.execute(statement)


def take_down(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in BACKWARD:
            schema_editor.execute(statement)
    else:
        schema_editor.execute("DROP TABLE IF EXISTS catalog_search")


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_categories")]
    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=40)),
            ],
            options={"indexes": [models.Index(fields=["text"], name="word_text")]},
        ),
        migrations.RunPython(put_up, take_down),
    ]
