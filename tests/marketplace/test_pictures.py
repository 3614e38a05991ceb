"""Pictures: received whole, rendered clean, and finished whatever dies in between. For hostile ones see beside."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageCms

from marketplace import pictures
from marketplace.models import Picture
from tests.hostile import BLUE, KUPANG, RED, saved, two_halves

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def photo(*, orientation: int = 1, size: tuple[int, int] = (800, 600)) -> bytes:
    """A JPEG as a phone sends it: turned by EXIF, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "Telepon"
    exif.get_ifd(0x8825).update(KUPANG)
    return saved(two_halves(size), exif=exif, comment=b"<script>alert(1)</script>")


def receive(data: bytes, name: str = "photo.jpg") -> Picture:
    return pictures.receive(SimpleUploadedFile(name, data), by=None)


def rendered(data: bytes) -> Picture:
    picture = receive(data)
    assert pictures.render(picture)
    return Picture.objects.get(pk=picture.pk)


def shown(picture: Picture, *, width: int, ending: str = "jpg") -> Image.Image:
    name = picture.address(width=width, ending=ending).removeprefix("/media/")
    with default_storage.open(name) as file:
        return Image.open(io.BytesIO(file.read()))


def files(media: Path) -> list[str]:
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def near(pixel: tuple[int, ...], colour: tuple[int, int, int], within: int = 12) -> bool:
    return all(abs(a - b) <= within for a, b in zip(pixel, colour, strict=True))


# Receiving


def test_a_photo_is_kept_with_its_upright_size_and_its_colour(media):
    picture = receive(photo(orientation=6))
    assert (picture.width, picture.height, picture.status) == (600, 800, "waiting")
    assert near(tuple(bytes.fromhex(picture.colour[1:])), RED)
    assert files(media) == [picture.original.name]
    assert (picture.sources, picture.fallback, picture.fallback_srcset) == ([], "", "")


def test_the_address_of_an_original_cannot_be_told_from_its_renditions():
    picture = receive(photo())
    original = picture.original.name
    pictures.render(picture)
    assert original.startswith(f"originals/{picture.sha256}-")
    assert picture.sha256[:8] not in picture.fallback


def test_the_same_bytes_twice_make_two_usable_pictures():
    first, second = rendered(photo()), rendered(photo())
    assert first.sha256 == second.sha256
    pictures.erase(first)
    assert shown(second, width=640).size == (640, 480)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_every_format_of_a_phone_is_taken_whatever_its_name(format):
    picture = rendered(saved(two_halves(), format))
    assert (picture.width, picture.height) == (800, 600)
    assert near(shown(picture, width=640).getpixel((100, 100)), RED)
    assert near(shown(picture, width=640).getpixel((600, 100)), BLUE)


def test_a_photo_with_a_second_picture_behind_it_is_taken():
    data = saved(two_halves(), "MPO", save_all=True, append_images=[two_halves((80, 60))])
    assert shown(rendered(data), width=800).size == (800, 600)


def test_a_photo_with_a_film_behind_it_is_taken():
    film = b"\0\0\0\x18ftypmp42" + b"\xff\xda" * 1000
    assert receive(photo() + film).status == "waiting"


def test_each_refusal_has_its_own_code():
    refusals = pictures.PictureRefused.__subclasses__()
    assert len({refusal.code for refusal in refusals}) == len(refusals) == 7


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_damaged_metadata_do_not_spoil_a_whole_photo():
    data = saved(two_halves(), exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 40)
    assert shown(rendered(data), width=800).size == (800, 600)


# Rendering


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (800, 600), (100, 300)),
        (2, (800, 600), (700, 300)),
        (3, (800, 600), (700, 300)),
        (4, (800, 600), (100, 300)),
        (5, (600, 800), (300, 100)),
        (6, (600, 800), (300, 100)),
        (7, (600, 800), (300, 700)),
        (8, (600, 800), (300, 700)),
    ],
)
def test_a_photo_is_turned_upright(orientation, size, red_at):
    image = shown(rendered(photo(orientation=orientation)), width=1280)
    assert image.size == size
    assert near(image.getpixel(red_at), RED)


def test_a_heic_is_turned_once():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = rendered(saved(two_halves(), "HEIF", exif=exif.tobytes()))
    assert (picture.width, picture.height) == shown(picture, width=1280).size == (600, 800)


@pytest.mark.parametrize("ending", ["avif", "webp", "jpg"])
@pytest.mark.parametrize(("width", "height"), [(320, 427), (640, 853), (1280, 1707)])
def test_renditions_have_exact_sizes_and_no_metadata(ending, width, height):
    picture = rendered(photo(orientation=6, size=(2400, 1800)))
    assert picture.height_at(width) == height
    image = shown(picture, width=width, ending=ending)
    assert image.size == (width, height)
    assert dict(image.getexif()) == {}
    assert not {"exif", "icc_profile", "xmp", "comment"} & set(image.info)


def test_no_byte_of_the_metadata_is_left_in_any_file(media):
    rendered(photo())
    stored = [(media / name).read_bytes() for name in files(media)]
    assert len(stored) == 9
    assert not [data for data in stored if b"Exif" in data or b"Telepon" in data or b"script" in data]


@pytest.mark.parametrize(("width", "widths"), [(100, [100]), (320, [320]), (1000, [320, 640, 1000])])
def test_no_rendition_is_wider_than_the_original(width, widths):
    assert rendered(photo(size=(width, 200))).widths == widths


def test_the_original_goes_when_the_renditions_are_there(media):
    picture = rendered(photo())
    assert picture.status == "ready"
    assert not picture.original
    assert files(media) == sorted(picture.files)
    assert len(picture.files) == 9


def test_a_colour_profile_becomes_srgb():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    useless = saved(two_halves(), icc_profile=profile.tobytes())
    assert near(shown(rendered(useless), width=640).getpixel((100, 100)), RED)
    swapped = saved(two_halves(), icc_profile=profile_with_swapped_colours())
    assert near(shown(rendered(swapped), width=640).getpixel((100, 100)), (40, 30, 200), within=40)


def profile_with_swapped_colours() -> bytes:
    """sRGB with the primaries of red and blue exchanged."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return data.replace(b"rXYZ", b"????", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"????", b"bXYZ", 1)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_is_rendered(mode):
    source = two_halves().convert("L").convert("I").point(lambda v: v * 256) if mode == "I;16" else two_halves()
    picture = rendered(saved(source.convert(mode), "PNG"))
    left, right = (shown(picture, width=640).convert("L").getpixel(at) for at in [(100, 100), (600, 100)])
    assert 90 > left > right + 5 > 60 or mode == "1"


def test_transparency_becomes_white():
    clear = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    assert shown(rendered(saved(clear, "PNG")), width=64).getpixel((5, 5)) == (255, 255, 255)


def test_a_cmyk_photo_is_rendered_in_colour():
    picture = rendered(saved(two_halves().convert("CMYK")))
    assert near(shown(picture, width=640).getpixel((100, 100)), RED, within=20)


def test_the_template_has_what_a_picture_element_needs():
    picture = rendered(photo())
    stem = f"/media/pictures/{picture.key[:2]}/{picture.key}"
    assert [source.type for source in picture.sources] == ["image/avif", "image/webp"]
    assert picture.sources[0].srcset == f"{stem}-320.avif 320w, {stem}-640.avif 640w, {stem}-800.avif 800w"
    assert picture.fallback == f"{stem}-640.jpg"
    assert picture.address(width=321, ending="webp") == f"{stem}-640.webp"
    assert picture.address(width=2000) == f"{stem}-800.jpg"


# What dies in between


def test_rendering_twice_changes_nothing(media):
    picture = rendered(photo())
    before = files(media)
    assert not pictures.render(picture)
    assert pictures.render_waiting(limit=10, at=timezone.now()) == 0
    assert files(media) == before


def test_the_sweep_renders_what_waits_and_nothing_twice():
    for _ in range(3):
        receive(photo())
    now = timezone.now()
    assert pictures.render_waiting(limit=2, at=now) == 2
    assert pictures.render_waiting(limit=2, at=now) == 1
    assert Picture.objects.ready().count() == 3
    assert pictures.missing() == []


def test_a_picture_that_a_worker_holds_is_left_alone_until_the_lease_ends():
    picture, now = receive(photo()), timezone.now()
    assert picture.claim(at=now, lease=pictures.LEASE)
    assert not Picture.objects.get(pk=picture.pk).claim(at=now, lease=pictures.LEASE)
    assert pictures.render_waiting(limit=10, at=now) == 0
    assert pictures.render_waiting(limit=10, at=now + pictures.LEASE + timedelta(seconds=1)) == 1


class Killed(BaseException):
    """What no handler of the sweep may swallow."""


@pytest.mark.parametrize("dies_in", ["claim", "_clean", "_store", "complete"])
def test_a_worker_that_dies_loses_nothing(dies_in, media, monkeypatch):
    def die(*_args, **_kwargs):
        raise Killed

    receive(photo())
    now = timezone.now()
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(pictures if dies_in.startswith("_") else Picture, dies_in, die)
        pictures.render_waiting(limit=10, at=now)
    later = now + pictures.LEASE + timedelta(seconds=1)
    assert pictures.render_waiting(limit=10, at=later) == 1
    assert Picture.objects.get().is_ready
    assert files(media) == sorted(Picture.objects.get().files)


def test_an_overtaken_attempt_throws_its_files_away(media, monkeypatch):
    slow, store = receive(photo()), pictures._store

    def overtaken(image, *, key):
        monkeypatch.setattr(pictures, "_store", store)
        later = timezone.now() + timedelta(hours=1)
        assert pictures.render_waiting(limit=1, at=later) == 1
        store(image, key=key)

    monkeypatch.setattr(pictures, "_store", overtaken)
    assert not pictures.render(slow)
    assert files(media) == sorted(Picture.objects.get().files)


def test_what_fails_is_tried_three_times(media, monkeypatch):
    def fail(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(pictures, "_store", fail)
    picture, now = receive(photo()), timezone.now()
    for attempt in range(4):
        assert pictures.render_waiting(limit=10, at=now + timedelta(minutes=attempt)) == 0
    picture.refresh_from_db()
    assert (picture.status, picture.attempts) == ("failed", 3)
    assert files(media) == [picture.original.name]


def test_what_kills_its_worker_three_times_is_given_up():
    picture, now = receive(photo()), timezone.now()
    for attempt in range(3):
        assert picture.claim(at=now + attempt * 2 * pictures.LEASE, lease=pictures.LEASE)
    assert pictures.render_waiting(limit=10, at=now + timedelta(days=1)) == 0
    picture.refresh_from_db()
    assert picture.status == "failed"


def test_one_that_fails_does_not_stop_the_others():
    broken = receive(photo())
    default_storage.delete(broken.original.name)
    receive(photo())
    assert pictures.render_waiting(limit=10, at=timezone.now()) == 1
    assert pictures.missing() == [broken.original.name]


# Erasing


@pytest.mark.parametrize("make", [receive, rendered])
def test_erasing_leaves_no_file(make, media):
    pictures.erase(make(photo()))
    assert (Picture.objects.count(), files(media)) == (0, [])


def test_a_picture_erased_while_it_is_rendered_leaves_no_file(media, monkeypatch):
    picture, store = receive(photo()), pictures._store

    def erased_meanwhile(image, *, key):
        pictures.erase(picture) if Picture.objects.exists() else None
        store(image, key=key)

    monkeypatch.setattr(pictures, "_store", erased_meanwhile)
    assert not pictures.render(picture)
    assert files(media) == []


def test_files_and_rows_are_checked_both_ways():
    kept, lost = rendered(photo()), rendered(photo())
    Picture.objects.filter(pk=lost.pk).delete()
    default_storage.delete(kept.files[0])
    assert pictures.missing() == [kept.files[0]]
    assert pictures.strays(before=timezone.now() + timedelta(minutes=1)) == sorted(lost.files)
    assert pictures.strays(before=timezone.now() - timedelta(days=1)) == []
