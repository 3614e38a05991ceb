"""People: friendly drawn figures in woven cloth, nobody's real face, alone and in groups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from PIL import Image

from orders.demo.drawing import places, tenun
from orders.demo.drawing.brushes import (
    Colour,
    Point,
    Scene,
    bent,
    cut,
    darker,
    faded,
    glow,
    lighter,
    path,
    relief,
    sprite,
    stroke,
    varied,
)

SKINS: Sequence[Colour] = ((158, 102, 68), (130, 82, 54), (176, 120, 82), (144, 92, 62))
HAIR: Colour = (34, 26, 26)
GREY_HAIR: Colour = (196, 192, 186)


@dataclass(frozen=True)
class Look:
    """How a person is dressed: `head` and `over` name what is worn there."""

    hair: str
    head: str
    over: str
    blouse: Colour
    palette: str
    hair_colour: Colour = HAIR


LOOKS: dict[str, Look] = {
    "weaver": Look("bun", "", "selendang", (232, 222, 200), "indigo"),
    "farmer": Look("short", "straw", "shirt", (92, 122, 96), "earth"),
    "tailor": Look("long", "", "tape", (196, 92, 82), "morinda"),
    "crafter": Look("veil", "", "apron", (222, 170, 92), "forest"),
    "elder": Look("short", "headcloth", "selendang", (240, 236, 226), "morinda", GREY_HAIR),
    "youth": Look("curly", "", "shirt", (66, 112, 150), "night"),
}
BEHIND: dict[str, Callable[[Scene], None]] = {
    "weaver": places.loom, "farmer": places.garden, "tailor": places.sewing_room, "crafter": places.workshop,
    "elder": places.loom, "youth": places.hydroponics,
}  # fmt: skip


class Bust:
    """A person from the chest up, drawn on a sheet of 1000 x 1400 times `scale`."""

    def __init__(self, rng: Random, look: Look, *, scale: float) -> None:
        self.rng, self.look, self.scale = rng, look, scale
        self.skin = varied(rng.choice(list(SKINS)), rng, by=8)
        self.size = (round(1000 * scale), round(1400 * scale))
        self.sheet = Image.new("RGBA", self.size)
        self.rise = 0

    def painted(self) -> Image.Image:
        self._hair_behind()
        self.rise = 70
        self._body()
        self.rise = 0
        self._head()
        self._hair_before()
        self._on_the_head()
        return self.sheet.crop((0, 0, self.size[0], round(1310 * self.scale)))

    def shape(
        self, points: Sequence[Point], fill: Colour | Image.Image, *, depth: float = 24, strength: float = 0.8
    ) -> None:
        """A smooth raised shape, in the coordinates of the full sheet."""
        outline = bent([(x * self.scale, (y - self.rise) * self.scale) for x, y in points])
        left, top = (max(0, int(min(p[i] for p in outline)) - 4) for i in (0, 1))
        right, bottom = (min(self.size[i], int(max(p[i] for p in outline)) + 5) for i in (0, 1))
        mask = cut((right - left, bottom - top), [(x - left, y - top) for x, y in outline])
        body = fill.crop((left, top, right, bottom)) if isinstance(fill, Image.Image) else fill
        self.sheet.alpha_composite(
            relief(sprite(mask, body), depth=max(4, depth * self.scale), strength=strength), (left, top)
        )

    def line(self, points: Sequence[Point], colour: Colour, *, width: float) -> None:
        scaled = path([(x * self.scale, (y - self.rise) * self.scale) for x, y in points])
        left, top = (int(min(p[i] for p in scaled)) - 20 for i in (0, 1))
        right, bottom = (int(max(p[i] for p in scaled)) + 20 for i in (0, 1))
        mask = stroke(
            (right - left, bottom - top), [[(x - left, y - top) for x, y in scaled]], width=width * self.scale
        )
        self.sheet.alpha_composite(sprite(mask, colour), (max(0, left), max(0, top)))

    def cloth(self, palette: str) -> Image.Image:
        return tenun.cloth(self.rng, palette=palette, size=self.size, thread=max(3, round(5 * self.scale)))

    def _hair_behind(self) -> None:
        colour = self.look.hair_colour
        if self.look.hair == "long":
            self.shape(
                [
                    (310, 300),
                    (500, 190),
                    (690, 300),
                    (740, 620),
                    (730, 900),
                    (620, 960),
                    (380, 960),
                    (270, 900),
                    (260, 620),
                ],
                colour,
            )
        elif self.look.hair == "curly":
            for x, y in [(320, 300), (400, 220), (500, 190), (600, 220), (680, 300), (710, 400), (290, 400)]:
                self.shape(
                    [(x - 90, y), (x, y - 90), (x + 90, y), (x, y + 90)], varied(colour, self.rng, by=5), depth=30
                )
        elif self.look.hair == "bun":
            self.shape([(390, 190), (500, 90), (610, 190), (500, 280)], colour, depth=40)
            self.shape([(300, 430), (320, 270), (500, 180), (680, 270), (700, 430), (680, 600), (320, 600)], colour)
        elif self.look.hair == "veil":
            tone = tenun.PALETTES[self.look.palette].ground
            self.shape(
                [
                    (250, 520),
                    (300, 260),
                    (500, 150),
                    (700, 260),
                    (750, 520),
                    (790, 860),
                    (720, 1010),
                    (500, 1060),
                    (280, 1010),
                    (210, 860),
                ],
                tone,
                depth=40,
            )

    def _body(self) -> None:
        skin, blouse = self.skin, self.look.blouse
        self.shape(
            [(420, 700), (580, 700), (590, 900), (640, 980), (500, 1060), (360, 980), (410, 900)],
            darker(skin, 0.16),
            depth=30,
        )
        fill: Colour | Image.Image = self.cloth(self.look.palette) if self.look.over == "shirt" else blouse
        self.shape(
            [
                (20, 1470),
                (40, 1180),
                (150, 1010),
                (350, 930),
                (420, 930),
                (500, 1040),
                (580, 930),
                (650, 930),
                (850, 1010),
                (960, 1180),
                (980, 1470),
                (500, 1500),
            ],
            fill,
            depth=60,
        )
        if self.look.hair == "veil":
            tone = tenun.PALETTES[self.look.palette].ground
            self.shape(
                [
                    (300, 900),
                    (380, 800),
                    (500, 850),
                    (620, 800),
                    (700, 900),
                    (770, 1040),
                    (640, 1130),
                    (500, 1170),
                    (360, 1130),
                    (230, 1040),
                ],
                tone,
                depth=36,
            )
        getattr(self, f"_{self.look.over}")()

    def _selendang(self) -> None:
        """A long cloth over one shoulder."""
        cloth = self.cloth(self.look.palette)
        self.shape(
            [(190, 985), (350, 925), (420, 960), (620, 1180), (820, 1500), (480, 1500), (330, 1240)], cloth, depth=30
        )

    def _shirt(self) -> None:
        collar = tenun.PALETTES[self.look.palette].band
        self.shape([(350, 930), (420, 905), (500, 1040), (430, 1120), (340, 1010)], collar, depth=14)
        self.shape([(650, 930), (580, 905), (500, 1040), (570, 1120), (660, 1010)], collar, depth=14)
        for y in (1160, 1270, 1370):
            self.shape([(486, y), (500, y - 14), (514, y), (500, y + 14)], (240, 230, 210), depth=6)

    def _tape(self) -> None:
        """A tailor's measuring tape about the neck."""
        for side in (-1, 1):
            points = [(500 + side * 110, 905), (500 + side * 150, 1080), (500 + side * 140, 1400)]
            self.line(points, (244, 204, 64), width=44)
            for i in range(9):
                self.line(
                    [(500 + side * 150 - 14, 1060 + i * 38), (500 + side * 150 + 8, 1060 + i * 38)],
                    (60, 50, 40),
                    width=4,
                )

    def _apron(self) -> None:
        self.shape([(310, 1130), (690, 1130), (720, 1500), (280, 1500)], self.cloth("cream"), depth=20)
        for side in (-1, 1):
            self.line([(500 + side * 170, 1140), (500 + side * 150, 960)], tenun.PALETTES["cream"].motif, width=30)

    def _head(self) -> None:
        skin = self.skin
        for x in (302, 698):
            if self.look.hair != "veil":
                self.shape([(x - 34, 500), (x, 450), (x + 34, 500), (x, 590)], darker(skin, 0.08), depth=12)
        self.shape(
            [
                (305, 470),
                (340, 300),
                (500, 225),
                (660, 300),
                (695, 470),
                (680, 600),
                (610, 730),
                (500, 785),
                (390, 730),
                (320, 600),
            ],
            skin,
            depth=70,
            strength=0.6,
        )
        for x in (395, 605):
            self._blush((x, 600))
        brow = self.look.hair_colour if self.look.hair_colour == GREY_HAIR else darker(HAIR, 0.1)
        for side in (-1, 1):
            x = 500 + side * 95
            self.line([(x - 48, 452 + 8 * side), (x, 432), (x + 48, 452 - 8 * side)], brow, width=13)
            self.line([(x - 40, 518), (x, 496), (x + 40, 518)], (40, 26, 22), width=13)
        self.line([(492, 540), (478, 604), (508, 618)], darker(skin, 0.32), width=9)
        self._smile()

    def _smile(self) -> None:
        self.shape(
            [(424, 652), (500, 668), (576, 652), (548, 708), (500, 724), (452, 708)],
            (120, 44, 44),
            depth=4,
            strength=0.3,
        )
        self.shape(
            [(440, 656), (500, 668), (560, 656), (540, 682), (500, 690), (460, 682)],
            (250, 246, 238),
            depth=4,
            strength=0.2,
        )

    def _blush(self, centre: Point) -> None:
        size = (round(130 * self.scale), round(100 * self.scale))
        soft = faded(glow(size, reach=0.5), 0.34)
        at = (round((centre[0] - 65) * self.scale), round((centre[1] - 50) * self.scale))
        self.sheet.paste((226, 96, 80, 255), at, soft)

    def _hair_before(self) -> None:
        colour = self.look.hair_colour
        if self.look.hair == "veil":
            tone = tenun.PALETTES[self.look.palette].ground
            self.shape(
                [
                    (262, 520),
                    (300, 280),
                    (500, 168),
                    (700, 280),
                    (738, 520),
                    (700, 700),
                    (650, 560),
                    (630, 380),
                    (500, 300),
                    (370, 380),
                    (350, 560),
                    (300, 700),
                ],
                lighter(tone, 0.08),
                depth=26,
            )
        elif self.look.hair in {"bun", "long"}:
            self.shape(
                [
                    (292, 480),
                    (310, 290),
                    (500, 190),
                    (690, 290),
                    (708, 480),
                    (660, 380),
                    (560, 310),
                    (470, 320),
                    (360, 380),
                ],
                colour,
                depth=26,
            )
        else:
            self.shape(
                [
                    (296, 450),
                    (310, 290),
                    (400, 215),
                    (500, 195),
                    (600, 215),
                    (690, 290),
                    (704, 450),
                    (668, 360),
                    (500, 310),
                    (332, 360),
                ],
                colour,
                depth=26,
            )
        if self.look.hair in {"bun", "long"}:
            for x in (300, 700):
                self.shape([(x - 14, 606), (x, 590), (x + 14, 606), (x, 650)], (232, 186, 80), depth=8)

    def _on_the_head(self) -> None:
        if self.look.head == "straw":
            self.shape(
                [(60, 370), (250, 300), (750, 300), (940, 370), (760, 430), (500, 445), (240, 430)],
                (206, 170, 104),
                depth=26,
            )
            self.shape(
                [(280, 340), (320, 160), (500, 90), (680, 160), (720, 340), (500, 385)], (222, 188, 122), depth=40
            )
            self.shape(
                [(276, 300), (500, 346), (724, 300), (728, 352), (500, 398), (272, 352)],
                self.cloth(self.look.palette),
                depth=10,
            )
        elif self.look.head == "headcloth":
            self.shape(
                [(284, 400), (300, 250), (440, 150), (640, 130), (760, 60), (740, 220), (716, 400), (500, 330)],
                self.cloth(self.look.palette),
                depth=36,
            )


def portrait(scene: Scene, *, kind: str) -> None:
    """One person before the place where she works."""
    rng = scene.rng
    scene.fill(places.blurred(BEHIND[kind], size=scene.image.size, rng=rng))
    bust = Bust(rng, LOOKS[kind], scale=1.28).painted()
    scene.lay(bust, (750, 2000 - bust.height / 2 + 10), lift=60, dark=0.4)


GROUPS: dict[str, tuple[str, Sequence[str]]] = {
    "weavers": ("weaver", ("elder", "weaver", "weaver", "crafter")),
    "farmers": ("farmer", ("farmer", "youth", "weaver", "farmer")),
    "tailors": ("tailor", ("tailor", "crafter", "weaver", "tailor")),
    "crafters": ("crafter", ("youth", "crafter", "tailor", "crafter")),
}
COLOURS: Sequence[Colour] = (
    (196, 92, 82),
    (232, 222, 200),
    (86, 132, 128),
    (222, 170, 92),
    (120, 90, 140),
    (238, 234, 224),
)


def group(scene: Scene, *, kind: str) -> None:
    """Four people side by side, the two in the middle in front."""
    rng = scene.rng
    place, members = GROUPS[kind]
    scene.fill(places.blurred(BEHIND[place], size=scene.image.size, rng=rng))
    _row(scene, members, foot=1510, centres=[(330, 0.8), (1680, 0.82), (770, 0.88), (1240, 0.86)])


def _row(scene: Scene, members: Sequence[str], *, foot: float, centres: Sequence[tuple[float, float]]) -> None:
    rng = scene.rng
    blouses, palettes = rng.sample(list(COLOURS), len(members)), rng.sample(list(tenun.PALETTES), len(members))
    for (x, scale), member, blouse, palette in zip(centres, members, blouses, palettes, strict=True):
        look = replace(LOOKS[member], blouse=blouse, palette=palette)
        bust = Bust(rng, look, scale=scale).painted()
        scene.lay(bust, (x, foot - bust.height / 2), lift=34, dark=0.4)


def market_day(scene: Scene) -> None:
    """The banner of a market day: stalls, flags of cloth, and people who sell."""
    places.market(scene)
    _row(scene, ["weaver", "farmer", "crafter"], foot=1120, centres=[(520, 0.42), (1330, 0.44), (1680, 0.42)])
    places.bunting(scene, top=40)


PICTURES: dict[str, Callable[[Scene], None]] = {
    **{f"portrait/{kind}": partial(portrait, kind=kind) for kind in LOOKS},
    **{f"group/{kind}": partial(group, kind=kind) for kind in GROUPS},
    "banner/market-day": market_day,
}
