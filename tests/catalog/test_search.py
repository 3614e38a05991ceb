"""Search finds what is meant, never more than what is on sale, and always what stands there now: on both engines."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.db.models import CharField
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog import search
from catalog.models import Category, Product, Word
from catalog.search import spelling, sqlite
from marketplace import editions
from producers.models import Producer
from tests import make

numbers = itertools.count(1)


def new(name: str, *, of: Producer, category: str = "sayur", **fields: object) -> Product:
    """A product that is not written yet."""
    given = {"status": Product.Status.PUBLISHED, "made_at": timezone.now(), "published_at": timezone.now()} | fields
    where = Category.objects.get(slug=category)
    return Product(producer=of, category=where, slug=f"good-{next(numbers)}", name=name, **given)


def listed(name: str, **fields: object) -> Product:
    product = new(name, **fields)
    product.save()
    return product


def found(text: str) -> set[str]:
    return set(search.matching(Product.objects.on_sale(), text).values_list("name", flat=True))


@pytest.fixture
def shelf(weavers: Producer, farmers: Producer) -> None:
    """Six goods of two makers."""
    listed("Kangkung segar", of=farmers, category="sayur", description="Dipetik pagi hari, tanpa pestisida.")
    listed("Tomat apel", of=farmers, category="sayur")
    listed("Café Sabu 250 g", of=farmers, category="kering", description="Biji kopi sangrai.")
    listed("Selendang tenun ikat", of=weavers, category="kain-tenun", description="Motif buna, pewarna alami.")
    listed("Tas anyaman lontar", of=weavers, category="anyaman")
    listed("Tikar anyam", of=weavers, category="anyaman", description="Dianyam dari daun gewang.")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("kangkung", {"Kangkung segar"}),
        ("KANGKUNG  Segar", {"Kangkung segar"}),
        ("kang", {"Kangkung segar"}),  # while typing
        ("cafe", {"Café Sabu 250 g"}),
        ("Ćàfé", {"Café Sabu 250 g"}),
        ("250", {"Café Sabu 250 g"}),
        ("g", {"Café Sabu 250 g"}),  # one letter is no beginning
        ("pestisida", {"Kangkung segar"}),  # the description
        ("vegetables", {"Kangkung segar", "Tomat apel"}),  # the category
        ("sayur", {"Kangkung segar", "Tomat apel"}),
        ("hasil kebun sayur", {"Kangkung segar", "Tomat apel"}),  # and the branch that it belongs to
        ("recycled craft", {"Tas anyaman lontar", "Tikar anyam"}),
        ("organik", {"Kangkung segar", "Tomat apel", "Café Sabu 250 g"}),  # the maker
        ("organik kopi", {"Café Sabu 250 g"}),
        ("ikat tenun", {"Selendang tenun ikat"}),
        ("tenun/ikat, (buna)", {"Selendang tenun ikat"}),
        ("kangkung tenun", set()),  # all words
        ("badut", set()),
    ],
)
def test_words_are_found_wherever_they_stand(shelf: None, text: str, names: set[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("kangkng", {"Kangkung segar"}),
        ("knagkung", {"Kangkung segar"}),
        ("tomt", {"Tomat apel"}),
        ("tmoat", {"Tomat apel"}),
        ("tonat", {"Tomat apel"}),
        ("omat", {"Tomat apel"}),
        ("slendang", {"Selendang tenun ikat"}),
        ("selenndangg", {"Selendang tenun ikat"}),
        ("tenn ikat", {"Selendang tenun ikat"}),
        ("tas anyamn", {"Tas anyaman lontar"}),
        ("tas lontr", {"Tas anyaman lontar"}),
        ("vegetabels", {"Kangkung segar", "Tomat apel"}),
        ("orgnik kangkng", {"Kangkung segar"}),
    ],
)
def test_spelling_is_forgiven(shelf: None, text: str, names: set[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize("text", ["tis", "tomt kangkung", "xomxt", "segaran tomatikk"])
def test_not_everything_is_forgiven(shelf: None, text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize("text", ["anyaman", "anyam", "penganyaman"])
def test_a_word_finds_its_stem_and_what_begins_with_it(shelf: None, text: str) -> None:
    assert found(text) == {"Tas anyaman lontar", "Tikar anyam"}


@pytest.mark.parametrize("text", ["menjahit", "dijahit", "jahitan", "jahit"])
def test_a_word_finds_others_of_its_root(weavers: Producer, text: str) -> None:
    listed("Jahitan rapi", of=weavers, category="pakaian")
    assert found(text) == {"Jahitan rapi"}


@pytest.mark.postgres
@pytest.mark.parametrize("text", ["jahit", "jahitan", "menjahit"])
def test_stems_are_found_behind_what_they_begin_with(weavers: Producer, text: str) -> None:
    listed("Kursus menjahit", of=weavers, category="pakaian")
    assert found(text) == {"Kursus menjahit"}


def test_what_is_spelt_so_hides_what_is_spelt_nearly_so(weavers: Producer) -> None:
    listed("Kacang tanah", of=weavers)
    listed("Kancang batok", of=weavers)
    assert found("kacang") == {"Kacang tanah"}
    assert found("kcang") == {"Kacang tanah"}
    assert found("kamcang") == {"Kacang tanah", "Kancang batok"}


def test_blank_text_finds_all(shelf: None) -> None:
    assert len(found(" \n")) == 6
    assert {product.relevance for product in search.ranked(Product.objects.on_sale(), "")} == {0}


@pytest.mark.parametrize(
    "text",
    [
        "'", '"', "\\", "%", "_", "*", "''--", "\0", "(", ")", "{name} :", "!?&|<->:*", "🍅", "\ud800", "‮", "ﷺ" * 1000,
        "' OR 1=1 --", 'tomat" OR "kangkung', "NEAR(a b)", "a AND NOT b", "tomat:*B & !x", "%s %(x)s", "x" * 10_000,
        "w " * 5_000, "tomat\0" * 2_000, "١٢٣", "茶葉", "ß", "½ ²", "1e5 -3 0x1f", "a@b.c http://d/e?f=g",
    ],
)  # fmt: skip
def test_any_text_is_safe(shelf: None, text: str) -> None:
    names = found(text)
    assert names <= {"Kangkung segar", "Tomat apel"}
    assert [product.name for product in search.ranked(Product.objects.on_sale(), text)] == list(names)
    suggestion = search.suggest(text)
    assert suggestion is None or found(suggestion)


def test_nothing_but_marks_finds_nothing(shelf: None) -> None:
    assert found("!?") == found("🍅") == set()


def test_six_words_count(shelf: None) -> None:
    assert found("kangkung segar kebun organik sayur pagi badut") == {"Kangkung segar"}
    assert spelling.words("a b c d e f g") == ["a", "b", "c", "d", "e", "f"]


def test_names_may_hold_any_marks(weavers: Producer) -> None:
    name = """<Kain> "ikat"/songket+sutra; R&D a.b@c.d 'x' \\ 1,5-2.5% +62 {motif} [buna] `t` (é) ~ ^ |"""
    listed(name, of=weavers)
    for text in (
        "kain",
        "ikat",
        "songket",
        "sutra",
        "R&D",
        "a.b@c.d",
        "x",
        "1,5",
        "2.5",
        "62",
        "motif",
        "buna",
        "t",
        "e",
    ):
        assert found(text) == {name}
    assert found("songkt") == {name}


def test_long_texts_are_no_trouble(weavers: Producer) -> None:
    listed("Kain " + "x" * 95, of=weavers, description="panjang " * 100_000 + "y" * 5_000)
    assert len(found("kain panjang")) == len(found("x" * 95)) == 1


# Always current


@pytest.fixture
def tomatoes(farmers: Producer) -> Product:
    return listed("Tomat apel", of=farmers, description="Merah.")


def test_what_is_not_on_sale_is_not_found(farmers: Producer, carol: object) -> None:
    for status in set(Product.Status) - {Product.Status.PUBLISHED}:
        listed(f"Tomat {status}", of=farmers, status=status)
    assert set(search.matching(Product.objects.all(), "tomat")) == set()


def test_a_pause_and_its_end_count_at_once(tomatoes: Product, carol: object) -> None:
    tomatoes.pause(by=carol, at=timezone.now())
    assert set(search.matching(Product.objects.all(), "tomat")) == set()
    tomatoes.publish(by=carol, at=timezone.now())
    assert found("tomat") == {"Tomat apel"}


def test_the_makers_suspension_and_its_end_count_at_once(tomatoes: Product, carol: object) -> None:
    farmers = tomatoes.producer
    farmers.suspend(by=carol, at=timezone.now(), reason="Audit")
    assert set(search.matching(Product.objects.all(), "tomat")) == set()
    farmers.restore(by=carol, at=timezone.now(), reason="All is well")
    assert found("tomat") == {"Tomat apel"}


def test_another_name_or_description_counts_at_once(tomatoes: Product) -> None:
    tomatoes.name, tomatoes.description = "Terong ungu", "Panjang."
    tomatoes.save()
    assert found("terong") == found("panjang") == {"Terong ungu"}
    assert found("tomat") == found("merah") == set()
    Product.objects.update(name="Labu")
    assert found("labu") == {"Labu"}


def test_another_category_counts_at_once(tomatoes: Product) -> None:
    tomatoes.category = Category.objects.get(slug="buah")
    tomatoes.save()
    assert found("fruit") == {"Tomat apel"}
    assert found("vegetables") == set()


def test_another_name_of_the_category_counts_at_once(tomatoes: Product) -> None:
    Category.objects.filter(slug="sayur").update(name_en="Greens")
    assert found("greens") == {"Tomat apel"}
    assert found("vegetables") == set()
    branch = Category.objects.get(slug="hasil-kebun")
    branch.name_id = "Panen ladang"
    branch.save()
    assert found("ladang") == {"Tomat apel"}
    assert found("hasil") == set()
    Category.objects.filter(slug="sayur").update(parent=None)
    assert found("ladang") == set()


def test_another_name_of_the_maker_counts_at_once(tomatoes: Product) -> None:
    tomatoes.producer.name = "Tani Oesao"
    tomatoes.producer.save(update_fields=["name"])
    assert found("oesao") == {"Tomat apel"}
    assert found("organik") == set()


def test_what_is_gone_is_not_found(tomatoes: Product) -> None:
    tomatoes.delete()
    assert found("tomat") == set()
    assert search.suggest("tomt") is None


def test_goods_in_bulk_are_found(farmers: Producer) -> None:
    Product.objects.bulk_create([new(f"Labu {place}", of=farmers) for place in ("kuning", "air", "siam")])
    assert found("labu") == {"Labu kuning", "Labu air", "Labu siam"}
    assert found("lubu siam") == {"Labu siam"}


def test_what_is_taken_back_was_never_found(tomatoes: Product) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Product.objects.update(name="Terong")
        assert found("terong") == {"Terong"}
        raise ZeroDivisionError
    assert found("terong") == set()
    assert found("tomat") == {"Tomat apel"}


def test_all_can_be_written_anew(tomatoes: Product) -> None:
    Word.objects.create(text="nonsense")
    search.rebuild()
    assert found("tomt") == {"Tomat apel"}
    assert not Word.objects.filter(text="nonsense").exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_later_migrations_may_alter_the_tables_that_are_searched() -> None:
    tomatoes = listed("Tomat apel", of=make.producer("Kebun Organik"))
    with migrating(), connection.schema_editor() as editor:
        for field in [tomatoes._meta.get_field("name"), Producer._meta.get_field("name")]:
            wider = CharField(max_length=200)
            wider.set_attributes_from_name(field.name)
            editor.alter_field(field.model, field, wider)
            editor.alter_field(field.model, wider, field)
    assert found("tomat organik") == {"Tomat apel"}
    tomatoes.name = "Terong"
    tomatoes.save()
    assert found("terong") == {"Terong"}


@contextmanager
def migrating() -> Iterator[None]:
    for triggers in (sqlite, editions):
        triggers.take_down(using=connection.alias, plan=["a migration"])
    assert editions.read() is None  # nothing can be kept meanwhile
    yield
    for triggers in (sqlite, editions):
        triggers.put_up(using=connection.alias)
    assert editions.read() is not None


# Order, suggestions, cost


def ranked(text: str) -> list[str]:
    rows = search.ranked(Product.objects.on_sale(), text).order_by("-relevance", "-pk")
    return [product.name for product in rows]


def test_names_come_first(weavers: Producer) -> None:
    listed("Madu hutan", of=weavers, category="madu-minyak")
    listed("Kain Madura", of=weavers, category="kain-tenun")
    listed("Kue cucur", of=weavers, category="kering", description="Dengan madu.")
    assert ranked("madu") == ["Madu hutan", "Kain Madura", "Kue cucur"]


def test_too_many_to_be_ranked_are_still_all_found(shelf: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_RANKED", 1)
    assert found("organik") == {"Kangkung segar", "Tomat apel", "Café Sabu 250 g"}
    assert found("anyamn") == {"Tas anyaman lontar", "Tikar anyam"}
    assert ranked("anyam") == ["Tikar anyam", "Tas anyaman lontar"]
    assert found("kangkung") == {"Kangkung segar"}


@pytest.mark.parametrize("most", [1, 500])
def test_what_is_found_can_be_asked_on(shelf: None, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(search, "MOST_RANKED", most)
    goods = search.ranked(Product.objects.on_sale(), "organik")
    assert set(Producer.objects.filter(products__in=goods.values("pk")).values_list("name", flat=True)) == {
        "Kebun Organik"
    }
    assert goods.in_category("hasil-kebun").count() == 2
    assert goods.order_by("name")[1].name == "Kangkung segar"
    assert search.matching(goods, "tomat").get().name == "Tomat apel"


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("tomt", "tomat"),
        ("Tenn  IKAT", "tenun ikat"),
        ("tas anyamn", "tas anyaman"),
        ("tomat", None),
        ("tomat tenun", "tomat"),  # both are there, but not together
        ("badut tomt", "tomat"),
        ("tomt badut kangkung", "tomat"),
        ("badut", None),
        ("", None),
        ("!", None),
    ],
)
def test_a_suggestion_finds_something(shelf: None, text: str, suggestion: str | None) -> None:
    assert search.suggest(text) == suggestion
    assert suggestion is None or found(suggestion)


def test_drafts_are_not_suggested(farmers: Producer) -> None:
    listed("Rahasia", of=farmers, status=Product.Status.DRAFT)
    paused = listed("Kejutan", of=farmers)
    Product.objects.filter(pk=paused.pk).update(status=Product.Status.PAUSED)
    assert search.suggest("rahsia") is None
    assert search.suggest("kejutn") is None


def test_what_is_spelt_right_costs_one_query_more(shelf: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        found("tomat")
    assert len(queries) == 2
    with CaptureQueriesContext(connection) as queries:
        found("orgnik kangkng")
    assert len(queries) == 5
