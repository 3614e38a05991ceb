"""The demo market's photographs: painted by Pillow alone, then saved as a phone would save them."""

from collections.abc import Callable, Iterator
from functools import partial
from random import Random

from orders.demo.drawing import camera, craft, people, places, produce, tenun, weaving
from orders.demo.drawing.brushes import TALL, WIDE, Scene

Painter = Callable[[Scene], None]

UPRIGHT = {"cloth-hanging", "shirt", "uniform", "portrait"}


def _subjects() -> Iterator[tuple[str, Painter]]:
    for form, painter in weaving.FORMS.items():
        for palette in tenun.PALETTES:
            yield f"{form}/{palette}", partial(painter, palette=palette)
    for kind in weaving.UNIFORMS:
        yield f"uniform/{kind}", partial(weaving.uniform, kind=kind)
    yield from craft.GOODS.items()
    yield from produce.GOODS.items()
    yield from people.PICTURES.items()
    yield from places.PLACES.items()


SUBJECTS: dict[str, Painter] = dict(_subjects())


def draw(subject: str, *, seed: int) -> bytes:
    """A photograph of one of `SUBJECTS` as a JPEG; the same subject and seed give the same bytes."""
    rng = Random(f"{subject} {seed}")
    scene = Scene(TALL if subject.partition("/")[0] in UPRIGHT else WIDE, rng)
    SUBJECTS[subject](scene)
    return camera.develop(scene.image, rng=rng)
