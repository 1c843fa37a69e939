from __future__ import annotations

from typing import get_args

from nemo_notebook.studio.direction import (
    Atmosphere,
    AtmosphereKind,
    Background,
    CameraMove,
    Direction,
    Grade,
    Subject,
    Title,
)
from nemo_notebook.studio.render.capabilities import unsupported


def test_what_is_drawn_is_not_named() -> None:
    direction = Direction(
        camera=(
            CameraMove(move="zoom", direction="in"),
            CameraMove(move="pan", direction="left", then=True),
            CameraMove(move="tilt", direction="up"),
            CameraMove(move="roll", direction="clockwise"),
            CameraMove(move="handheld"),
            CameraMove(move="orbit", direction="left"),
            CameraMove(move="dolly", direction="in"),
            CameraMove(move="zoom", direction="left"),
            CameraMove(move="static"),
        ),
        subject=(Subject(motion="breathe"), Subject(motion="sway"), Subject(motion="float")),
        background=(
            Background(motion="ripple"),
            Background(motion="sway"),
            Background(motion="drift"),
            Background(motion="blur"),
        ),
        grade=Grade(look="bw", brightness=0.2, contrast=0.1, saturation=-0.3),
        title=Title(text="Harbour, 海港的早晨！ Ägypten Привет"),
        atmosphere=tuple(Atmosphere(kind=kind) for kind in get_args(AtmosphereKind)),
        loop="seamless",
        fade_in_ms=500,
        fade_out_ms=500,
        aspect="9:16",
    )
    assert unsupported(direction) == []


def test_a_title_that_cannot_be_seen_is_named() -> None:
    late = Direction(title=Title(text="Late", start_ms=6000, end_ms=9000))
    assert unsupported(late) == [("title", "from 6000 to 9000 ms")]
    emoji = Direction(title=Title(text="Waves 🌊🌊 and 🎉"))
    assert unsupported(emoji) == [("title", "🌊🎉")]
    joined = Direction(title=Title(text="My 👩\u200d👧 ❤\ufe0f"))
    assert unsupported(joined) == [("title", "👩👧")]
