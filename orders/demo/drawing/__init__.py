"""The demo market's photographs: painted by Pillow alone, then saved as a phone would save them."""

from collections.abc import Callable, Iterator
from functools import partial
from random import Random

from orders.demo.drawing import baskets, camera, cloths, fruit, greens, pantry, people, places, recycled, sewn, tenun
from orders.demo.drawing.brushes import (
    TALL,
    WIDE,
    Scene,
)

Painter = Callable[[Scene], None]

UPRIGHT = {"cloth-hanging", "shirt", "uniform", "portrait"}


def _subjects() -> Iterator[tuple[str, Painter]]:
    for form, painter in {**cloths.FORMS, **sewn.FORMS}.items():
        for palette in tenun.PALETTES:
            yield f"{form}/{palette}", partial(painter, palette=palette)
    for kind in sewn.UNIFORMS:
        yield f"uniform/{kind}", partial(sewn.uniform, kind=kind)
    for room in (recycled, baskets, greens, fruit, pantry, people, places):
        yield from room.PICTURES.items()


SUBJECTS: dict[str, Painter] = dict(_subjects())


def draw(subject: str, *, seed: int) -> bytes:
    """A photograph of one of `SUBJECTS` as a JPEG; the same subject and seed give the same bytes."""
    rng = Random(f"{subject} {seed}")
    scene = Scene(TALL if subject.partition("/")[0] in UPRIGHT else WIDE, rng)
    SUBJECTS[subject](scene)
    return camera.develop(scene.image, rng=rng)
