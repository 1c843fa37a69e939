from __future__ import annotations

import io
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from nemo_notebook.protocol.draft import Draft
from nemo_notebook.studio.direction import Direction
from nemo_notebook.studio.sound.loudness import integrated_loudness
from nemo_notebook.studio.sound.music import beats
from tests.studio.render.clips import Coding, exactly, grays, write_clip
from tests.studio.server.conftest import Json, Person, jpeg, parts, picture, wav

SMALL = "24 fps, 1 second, 480p, no music"
RATE = 48_000


def gray(level: int) -> bytes:
    return picture(np.full((180, 320, 3), level, np.uint8), "PNG")


def hand_over(person: Person, session: str, *files: tuple[str, bytes]) -> list[str]:
    """Hands files over in one request; gives their ids."""
    answer = person.http.post(
        f"/api/upload-video/nemo_agent/me/{session}", files=[("files", file) for file in files]
    )
    assert answer.json()["code"] == 0, answer.text
    return [file["id"] for file in answer.json()["data"]["files"]]


def tone(seconds: float, level: float = 0.1) -> NDArray[np.float32]:
    wave = level * np.sin(np.arange(round(seconds * RATE)) * 2 * np.pi * 440 / RATE)
    return np.stack([wave, wave], axis=1).astype(np.float32)


def clip_file(path: Path, seconds: float = 1, *, sound: float = 0) -> bytes:
    """A gray clip of 640 × 360 at 25 fps that becomes brighter, with a tone of a loudness."""
    count = round(25 * seconds)
    levels = [40 + 180 * number // count for number in range(count)]
    samples = tone(seconds, sound) if sound else None
    write_clip(path, grays(levels, (640, 360)), exactly(), fps=25, sound=samples)
    return path.read_bytes()


def said_in(events: list[Json]) -> str:
    return " ".join(parts(events, "text"))


def shown(draft: Json) -> list[str]:
    return [segment["m"]["asset"] for segment in draft["t"][0]["sg"]]


def brightness(video: bytes) -> list[float]:
    with av.open(io.BytesIO(video), "r") as file:
        return [float(frame.to_ndarray(format="gray").mean()) for frame in file.decode(video=0)]


def heard(video: bytes) -> NDArray[np.float32]:
    """Samples of shape (2, n)."""
    with av.open(io.BytesIO(video), "r") as file:
        frames = [np.asarray(frame.to_ndarray(), np.float32) for frame in file.decode(audio=0)]
    return np.concatenate(frames, axis=1)


@pytest.fixture(scope="module")
def slideshow(person: Person) -> tuple[str, list[str], list[Json]]:
    """A session in which three photos were handed over together, its photos, its first turn."""
    session = person.open_session()
    files = [(f"{level}.png", gray(level)) for level in (40, 120, 200)]
    photos = hand_over(person, session, *files)
    return session, photos, person.say(session, f"keep the camera still, hard cuts, {SMALL}")


def test_photos_handed_over_together_are_shown_one_after_the_other(
    person: Person, slideshow: tuple[str, list[str], list[Json]]
) -> None:
    session, photos, events = slideshow
    draft = person.state(session)["draft"]
    assert shown(draft) == photos
    assert "One after the other: 40, 120 and 200." in said_in(events)
    assert [call["name"] for call in parts(events, "functionCall")] == ["generate_video"]
    assert sum(segment["d"] for segment in draft["t"][0]["sg"]) == draft["d"] == 1000
    assert Draft(draft).summary() == "Timeline (1 track): 1. Video: 40 (0-1s)"
    light = brightness(person.export(session, draft))
    assert (light[2], light[12], light[22]) == pytest.approx((40, 120, 200), abs=12)


def test_the_timeline_decides_what_is_exported(
    person: Person, slideshow: tuple[str, list[str], list[Json]]
) -> None:
    session, _, _ = slideshow
    draft = person.state(session)["draft"]
    draft["t"][0]["sg"] = [
        {**draft["t"][0]["sg"][2], "d": 750},
        {**draft["t"][0]["sg"][0], "d": 250},
    ]
    light = brightness(person.export(session, draft))
    assert sum(level > 150 for level in light) == 18
    assert sum(level < 80 for level in light) == 6


def test_a_photo_is_added_or_takes_the_place_of_the_others(person: Person) -> None:
    session = person.open_session()
    (first,) = hand_over(person, session, ("first.png", gray(40)))
    person.say(session, f"keep the camera still, {SMALL}")
    (second,) = hand_over(person, session, ("second.png", gray(120)))
    events = person.say(session, "add this photo at the end")
    assert shown(person.state(session)["draft"]) == [first, second]
    assert "One after the other: first and second." in said_in(events)
    assert "can't" not in said_in(events)
    assert "As you said" not in said_in(events)
    (third,) = hand_over(person, session, ("third.png", gray(200)))
    events = person.say(session, "make it sepia")
    assert shown(person.state(session)["draft"]) == [third]
    assert "Now it shows third." in said_in(events)
    person.say(session, "use the first photo")
    draft = person.state(session)["draft"]
    assert shown(draft) == [first]
    assert draft["m"]["direction"]["grade"]["look"] == "sepia"


def test_an_undo_takes_a_photo_back(person: Person) -> None:
    session = person.open_session()
    (first,) = hand_over(person, session, ("first.png", gray(40)))
    person.say(session, f"keep the camera still, {SMALL}")
    (second,) = hand_over(person, session, ("second.png", gray(120)))
    person.say(session, "add this photo")
    person.say(session, "make it sepia")
    assert shown(person.state(session)["draft"]) == [first, second]
    person.say(session, "undo")
    assert shown(person.state(session)["draft"]) == [first, second]
    events = person.say(session, "undo")
    draft = person.state(session)["draft"]
    assert shown(draft) == [first]
    assert "Now it shows first." in said_in(events)
    assert draft["m"]["direction"]["grade"]["look"] is None


def test_length_follows_the_photos_until_somebody_says_one(person: Person) -> None:
    session = person.open_session()
    hand_over(person, session, *((f"{n}.png", gray(n)) for n in (60, 120, 180)))
    person.say(session, "24 fps, 480p, no music, hold the camera still")
    assert person.state(session)["draft"]["d"] == 9000
    person.say(session, "without the last photo, and make it 2 seconds long")
    assert person.state(session)["draft"]["d"] == 2000
    person.say(session, "show all the photos")
    assert person.state(session)["draft"]["d"] == 2000


def test_cuts_fall_on_the_beat_of_the_music(person: Person) -> None:
    session = person.open_session()
    hand_over(person, session, *((f"{n}.png", gray(n)) for n in (60, 120, 180)))
    person.say(session, "hard cuts with upbeat music, 24 fps, 6 seconds, 480p, static camera")
    draft = person.state(session)["draft"]
    direction = Direction.model_validate(draft["m"]["direction"])
    assert direction.music is not None
    pulse = beats(direction.music.mood, direction.duration_ms, seed=direction.seed)
    first, second, _ = (segment["d"] for segment in draft["t"][0]["sg"])
    assert {first, first + second} <= set(pulse)


def test_the_first_picture_comes_long_before_the_clip(person: Person) -> None:
    session = person.open_session()
    person.upload(session, jpeg(1600, 900))
    events = person.say(session, "zoom in, 2 seconds, 24 fps, 720p")
    deltas = [event.get("actions", {}).get("stateDelta", {}) for event in events]
    media = [
        (at, delta["generated_media"][0])
        for at, delta in enumerate(deltas)
        if "generated_media" in delta
    ]
    (at, first), (later, clip) = media
    assert (first["file_type"], clip["file_type"]) == ("image/jpeg", "video/mp4")
    assert (first["width"], first["height"]) == (1280, 720)
    assert person.http.get(first["cdn_url"]).content[:3] == b"\xff\xd8\xff"
    progress = [
        (number, response["response"]["progress"])
        for number, event in enumerate(events)
        for response in parts([event], "functionResponse")
        if response["name"] == "animate_photo"
    ]
    assert all(number < at for number, done in progress if done == 0)
    assert all(number > at for number, done in progress if done > 0)
    assert later > max(number for number, _ in progress)
    assert person.state(session)["generated_media"] == [clip]


def test_a_clip_keeps_its_length_rate_size_and_sound(person: Person, tmp_path: Path) -> None:
    session = person.open_session()
    (clip,) = hand_over(person, session, ("walk.mp4", clip_file(tmp_path / "a.mp4", sound=0.2)))
    person.say(session, 'make it black and white, add the title "Walk"')
    state = person.state(session)
    assert state["canvas_config"] == {"width": 854, "height": 480, "fps": 25}
    draft = state["draft"]
    assert shown(draft) == [clip]
    assert draft["m"]["direction"]["music"] is None
    assert Draft(draft).summary() == (
        'Timeline (2 tracks): 1. Video: walk (0-1s) 2. Title: "Walk" (0-1s)'
    )
    video = person.export(session, draft)
    light = brightness(video)
    assert len(light) == 25
    assert np.all(np.diff(light) > -3)
    assert light[-1] - light[0] > 100
    assert np.abs(heard(video)).max() == pytest.approx(0.2, abs=0.05)


def test_a_clip_is_cut_muted_and_put_to_music(person: Person, tmp_path: Path) -> None:
    session = person.open_session()
    hand_over(person, session, ("a.mp4", clip_file(tmp_path / "a.mp4", 3, sound=0.2)))
    person.say(session, "only seconds 1 to 2")
    draft = person.state(session)["draft"]
    assert draft["d"] == 1000
    light = brightness(person.export(session, draft))
    assert (light[0], light[-1]) == pytest.approx((100, 158), abs=8)
    person.say(session, "mute the clip")
    with av.open(io.BytesIO(person.export(session, person.state(session)["draft"]))) as file:
        assert not file.streams.audio
    person.say(session, "with piano music at full volume")
    sound = heard(person.export(session, person.state(session)["draft"]))
    assert integrated_loudness(sound[:, :RATE]) == pytest.approx(-16, abs=3)


def test_a_cut_is_not_kept_for_another_clip(person: Person, tmp_path: Path) -> None:
    session = person.open_session()
    hand_over(person, session, ("a.mp4", clip_file(tmp_path / "a.mp4", 3)))
    person.say(session, "start at 0:02, make it warm")
    hand_over(person, session, ("b.mp4", clip_file(tmp_path / "b.mp4", 1.2)))
    person.say(session, "with a bit more contrast")
    draft = person.state(session)["draft"]
    assert (draft["d"], draft["m"]["direction"]["trim"]) == (1200, None)
    assert draft["m"]["direction"]["grade"]["look"] == "warm"


def test_what_a_clip_goes_without_is_said_when_it_takes_the_place_of_a_photo(
    person: Person, tmp_path: Path
) -> None:
    session = person.open_session()
    person.upload(session, jpeg())
    person.say(session, f"let her breathe, {SMALL}")
    hand_over(person, session, ("a.mp4", clip_file(tmp_path / "a.mp4")))
    assert "I leave out a breathing subject" in said_in(person.say(session, "make it sepia"))


def test_what_needs_a_photo_is_said_of_a_clip(person: Person, tmp_path: Path) -> None:
    session = person.open_session()
    hand_over(person, session, ("a.mp4", clip_file(tmp_path / "a.mp4")))
    said = said_in(person.say(session, "let her breathe and make it warm"))
    assert "On a clip I leave out a breathing subject: that needs a photo." in said
    assert person.state(session)["draft"]["m"]["direction"]["grade"]["look"] == "warm"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("start at 0:20", "a.mp4 is only 1 s long"),
        ("make it 3 seconds long", "a.mp4 is 1 s long; after that its last picture stays"),
    ],
)
def test_a_clip_that_is_too_short_is_said(
    person: Person, tmp_path: Path, words: str, said: str
) -> None:
    session = person.open_session()
    hand_over(person, session, ("a.mp4", clip_file(tmp_path / "a.mp4")))
    assert said in said_in(person.say(session, words))


def test_a_later_beginning_makes_a_clip_shorter_and_no_more(person: Person, tmp_path: Path) -> None:
    session = person.open_session()
    hand_over(person, session, ("a.mp4", clip_file(tmp_path / "a.mp4", 3)))
    said = said_in(person.say(session, "start at 0:02"))
    assert "last picture" not in said
    assert person.state(session)["draft"]["d"] == 1000


def test_a_choice_that_changes_nothing_is_answered(person: Person) -> None:
    session = person.open_session()
    hand_over(person, session, ("a.png", gray(40)), ("b.png", gray(90)))
    person.say(session, f"keep the camera still, {SMALL}")
    assert "One after the other: a and b." in said_in(person.say(session, "use the other photo"))


def song_file(sound: NDArray[np.float32]) -> bytes:
    """A WAV of samples of shape (n, 2)."""
    file = io.BytesIO()
    with av.open(file, "w", format="wav") as container:
        stream = container.add_stream("pcm_s16le", RATE)
        packed = (sound * 32767).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout="stereo")
        frame.sample_rate = RATE
        container.mux(stream.encode(frame))
    return file.getvalue()


def test_cuts_fall_on_the_beat_of_a_song_that_was_handed_over(person: Person) -> None:
    session = person.open_session()
    song = np.zeros((8 * RATE, 2), np.float32)
    clicks = np.arange(0.41, 7.9, 60 / 88)
    for click in clicks:
        song[round(click * RATE) :][: RATE // 20] += tone(0.05, 0.4)
    photos = [(f"{n}.png", gray(n)) for n in (60, 120, 180)]
    hand_over(person, session, *photos, ("Clicks.wav", song_file(song)))
    person.say(session, "hard cuts, use my song, 24 fps, 6 seconds, 480p, static camera")
    first, second, _ = (s["d"] for s in person.state(session)["draft"]["t"][0]["sg"])
    for cut in (first, first + second):
        assert np.abs(1000 * clicks - cut).min() < 25
        assert cut % 2000 != 0


def test_a_song_that_is_handed_over_plays(person: Person) -> None:
    session = person.open_session()
    quiet = song_file(tone(3, 0.02))
    _, song = hand_over(person, session, ("a.png", gray(90)), ("Our song.wav", quiet))
    events = person.say(session, "pan left, 24 fps, 2 seconds, 480p")
    draft = person.state(session)["draft"]
    assert "2. BGM: Our song (0-2s, 100%)" in Draft(draft).summary()
    assert draft["t"][1]["sg"][0]["m"]["asset"] == song
    assert "Music: “Our song”, 100%." in said_in(events)
    calls = [call["name"] for call in parts(events, "functionCall")]
    assert calls == ["animate_photo", "add_music"]
    sound = heard(person.export(session, draft))
    assert integrated_loudness(sound[:, :RATE]) == pytest.approx(-16, abs=2)
    person.say(session, "with lofi music instead of my song")
    draft = person.state(session)["draft"]
    assert "BGM: Lo-fi" in Draft(draft).summary()
    assert "asset" not in draft["t"][1]["sg"][0]["m"]


def test_a_song_that_is_not_there_is_asked_for(person: Person) -> None:
    session = person.open_session()
    person.upload(session, jpeg())
    events = person.say(session, "pan left, use my song, 24 fps, 1 second, 480p")
    assert "no song of yours yet" in said_in(events)
    assert Draft(person.state(session)["draft"]).summary().count("BGM") == 0
    hand_over(person, session, ("late.wav", wav(2)))
    person.say(session, "here it is")
    assert "BGM: late" in Draft(person.state(session)["draft"]).summary()


def test_a_draft_of_the_first_version_is_exported(person: Person) -> None:
    session, draft = person.small_draft()
    assert draft["m"]["asset"]
    assert "asset" not in draft["t"][0]["sg"][0]["m"]
    assert len(brightness(person.export(session, draft))) == 24


@pytest.mark.parametrize(
    ("segment", "said"),
    [
        ({"d": 1000, "m": {"asset": "0123456789abcdef"}}, "not in this session"),
        ({"d": 1000, "m": {"asset": "../../etc/passwd"}}, "not in this session"),
        ({"d": 0}, "no length"),
        ({"d": -5}, "no length"),
        ({"d": 1e308}, "no length"),
        ({"d": True}, "no length"),
        ({"d": "1000"}, "no length"),
        ({}, "no length"),
    ],
)
def test_a_hostile_segment_is_refused(person: Person, segment: Json, said: str) -> None:
    session, draft = person.small_draft()
    draft["t"][0]["sg"].append(segment)
    answer = person.submit(session, draft)
    assert answer.status_code == 400
    assert said in answer.json()["message"]


def test_too_many_segments_are_refused(person: Person) -> None:
    session, draft = person.small_draft()
    draft["t"][0]["sg"] *= 21
    assert "more than 20" in person.submit(session, draft).json()["message"]


@pytest.mark.parametrize("kind", ["unknown", "photo", "none"])
def test_music_that_is_no_song_of_this_session_is_refused(person: Person, kind: str) -> None:
    session, draft = person.small_draft(music={"uploaded": True})
    assets = {"unknown": "0123456789abcdef", "photo": draft["m"]["asset"], "none": None}
    draft["t"].append({"tt": 1, "sg": [{"d": 1000, "m": {"asset": assets[kind]}}]})
    answer = person.submit(session, draft)
    assert answer.status_code == 400
    assert "music" in answer.json()["message"]


def test_a_clip_of_another_session_is_not_shown(person: Person, tmp_path: Path) -> None:
    other = person.open_session()
    (clip,) = hand_over(person, other, ("a.mp4", clip_file(tmp_path / "a.mp4")))
    session, draft = person.small_draft()
    draft["t"][0]["sg"][0]["m"]["asset"] = clip
    assert "not in this session" in person.submit(session, draft).json()["message"]


def test_a_photo_and_a_clip_are_shown_together(person: Person, tmp_path: Path) -> None:
    session = person.open_session()
    files = [("a.png", gray(30)), ("b.mp4", clip_file(tmp_path / "b.mp4", 2, sound=0.2))]
    assets = hand_over(person, session, *files)
    person.say(session, "hard cuts, static camera, 24 fps, 480p, 2 seconds")
    draft = person.state(session)["draft"]
    assert shown(draft) == assets
    video = person.export(session, draft)
    light = brightness(video)
    assert light[2] == pytest.approx(30, abs=6)
    assert light[-1] > light[len(light) // 2 + 12] > 40
    sound = np.abs(heard(video))
    assert sound[:, : RATE // 2].max() < 0.02
    assert sound[:, -RATE // 2 :].max() > 0.1


def test_ten_bits_of_a_telephone_are_shown(person: Person, tmp_path: Path) -> None:
    session = person.open_session()
    coding = Coding("libx265", "yuv420p10le", {"x265-params": "log-level=none"})
    path = write_clip(tmp_path / "a.mov", grays([60, 160] * 12, (320, 180)), coding, rotation=-90)
    hand_over(person, session, ("IMG_0001.MOV", path.read_bytes()))
    person.say(session, "no music")
    person.say(session, "add a fade out")
    canvas = person.state(session)["canvas_config"]
    assert (canvas["width"], canvas["height"], canvas["fps"]) == (480, 854, 24)
