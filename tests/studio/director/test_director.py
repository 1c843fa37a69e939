from __future__ import annotations

import subprocess
import sys

import pytest

from nemo_notebook.studio.direction import Direction, Music
from nemo_notebook.studio.director.director import Director


def test_a_new_conversation_has_the_usual_direction_and_no_history() -> None:
    director = Director()

    assert director.direction == Direction()
    assert director.history == ()


def test_each_change_is_one_step_of_the_history() -> None:
    director = Director()

    first = director.hear("pan left")
    second = director.hear("add snow")

    assert director.history == (first, second)
    assert director.direction == second


def test_a_conversation_goes_on_from_its_history() -> None:
    before = Director()
    before.hear("pan left and add snow")

    after = Director(before.history)

    assert after.hear("slower").camera[0].speed == "slow"
    assert after.hear("undo") == before.direction


def test_a_sentence_that_changes_nothing_leaves_no_step_to_undo() -> None:
    director = Director()
    director.hear("pan left")
    director.hear("what can you do?")
    director.hear("colourless green ideas")
    director.hear("pan left")

    assert len(director.history) == 1
    assert director.hear("undo") == Direction()


def test_undo_walks_back_one_sentence_at_a_time_and_stops_at_the_photo() -> None:
    director = Director()
    first = director.hear("zoom in")
    second = director.hear("add snow")
    director.hear("make it sepia")

    assert director.hear("undo") == second
    assert director.hear("undo that") == first
    assert director.hear("undo") == Direction()
    assert director.hear("undo") == Direction()
    assert not director.heard.changed


@pytest.mark.parametrize(
    "words", ["undo the last two", "undo twice", "go back 2 steps", "撤销两步", "undo two changes"]
)
def test_undo_counts(words: str) -> None:
    director = Director()
    first = director.hear("zoom in")
    director.hear("add snow")
    director.hear("make it sepia")

    assert director.hear(words) == first


def test_undo_further_than_the_conversation_goes_to_its_start() -> None:
    director = Director()
    director.hear("zoom in")

    assert director.hear("undo the last 50") == Direction()


def test_undo_and_a_wish_in_one_sentence() -> None:
    director = Director()
    first = director.hear("zoom in")
    director.hear("add snow")

    after = director.hear("undo that and make it black and white")

    assert after.camera == first.camera
    assert after.atmosphere == ()
    assert after.grade.look == "bw"


def test_redo_walks_forward_again_one_sentence_at_a_time_and_stops_at_the_end() -> None:
    director = Director()
    director.hear("zoom in")
    second = director.hear("add snow")
    third = director.hear("make it sepia")
    director.hear("undo the last two")

    assert director.hear("redo") == second
    assert director.hear("重做") == third
    assert director.hear("redo") == third
    assert director.heard.reply == "There is nothing to redo."


def test_redo_counts_and_survives_talk() -> None:
    director = Director()
    director.hear("zoom in")
    director.hear("add snow")
    last = director.hear("make it sepia")
    director.hear("undo twice")
    director.hear("what can you do?")

    assert director.hear("redo twice") == last


def test_something_new_leaves_nothing_to_redo() -> None:
    director = Director()
    director.hear("zoom in")
    director.hear("add snow")
    director.hear("undo")
    rain = director.hear("add rain")

    assert director.undone == ()
    assert director.hear("redo") == rain


def test_starting_over_can_be_undone() -> None:
    director = Director()
    first = director.hear("zoom in with snow")
    director.hear("start over")

    assert director.direction == Direction()
    assert director.hear("undo") == first


def test_what_the_server_adds_belongs_to_the_sentence() -> None:
    director = Director()
    first = director.hear("zoom in")
    scored = first.model_copy(update={"music": Music()})
    director.amend(scored)
    director.hear("add snow")

    assert director.direction.music == Music()
    assert director.hear("undo") == scored
    assert director.hear("undo") == Direction()


def test_the_server_may_add_to_a_sentence_that_changed_nothing() -> None:
    director = Director()
    director.hear("here is my photo")
    director.amend(Direction(music=Music()))

    assert director.direction.music == Music()


@pytest.mark.parametrize(
    "words", ["no music", "without sound", "silent please", "不要音乐", "静音"]
)
def test_refused_music_is_declined(words: str) -> None:
    director = Director()
    director.hear(words)

    assert "music" in director.heard.declined


@pytest.mark.parametrize("words", ["除了背景音乐什么都不要", "remove everything except the music"])
def test_spared_music_is_not_declined(words: str) -> None:
    director = Director()
    director.hear(words)

    assert "music" not in director.heard.declined


def test_what_is_not_refused_is_not_declined() -> None:
    director = Director()
    director.hear("zoom in, no snow")

    assert "music" not in director.heard.declined


def test_replaced_music_is_not_declined() -> None:
    director = Director()
    director.hear("piano music")
    director.hear("no piano, add upbeat music")

    assert director.direction.music is not None
    assert "music" not in director.heard.declined


@pytest.mark.parametrize("again", range(3))
def test_the_same_words_mean_the_same_every_time(again: int) -> None:
    words = "slwoly zoom in while panning left, heavy snow, title “Ahoy” in red, no music"
    first, second = Director(), Director()

    assert first.hear(words) == second.hear(words)
    assert first.heard == second.heard


def test_the_director_is_light_to_import() -> None:
    code = (
        "import sys; import nemo_notebook.studio.director.director;"
        "print({'cv2', 'av', 'numpy', 'PIL', 'starlette'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
