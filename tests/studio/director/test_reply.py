from __future__ import annotations

import re

import pytest

from nemo_notebook.studio.direction import Direction
from nemo_notebook.studio.director.describe import describe, missing
from nemo_notebook.studio.director.director import Director
from nemo_notebook.studio.director.topics import ANSWERS


def reply(*sentences: str) -> str:
    director = Director()
    for sentence in sentences:
        director.hear(sentence)
    return director.heard.reply


def test_a_reply_says_what_will_be_done() -> None:
    assert reply('zoom in slowly while panning left, with the title "Harbour"') == (
        "Zooming in slowly while panning left, with the title “Harbour”."
    )


@pytest.mark.parametrize("words", ["slow mo", "slow motion please", "faster"])
def test_without_a_camera_move_there_is_no_speed(words: str) -> None:
    assert reply(words).startswith("Photos and clips keep their own time; a camera move can")
    assert reply("pan left", words).startswith("Panning left")


def test_in_chinese_too_a_photo_has_no_speed() -> None:
    assert reply("慢动作") == (
        "照片和片段本身不能变速，能变快变慢的是运镜，现在还没有运镜：试试“缓慢放大”。"
    )


def test_a_handheld_camera_is_with_the_other_moves() -> None:
    assert reply("slow zoom in, handheld") == "Zooming in slowly with a handheld camera."


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("720p, low quality", "At 720p. How much detail the file keeps is chosen where it is made"),
        ("画质调到最高", "画质在生成文件的地方选"),
        ("mirror it", "I can't mirror a photo"),
        ("水平翻转", "我不能翻转照片"),
        ("fade in the title", "A title comes and goes softly as it is"),
        ("标题淡入", "标题本来就会柔和地出现和消失"),
        ("add a title", "Say what the title shall read"),
        ("purple fog", "With fog. What is in the air keeps its natural colour and size"),
        ("green fireflies", "With fireflies."),
        ("bigger snowflakes", "With snow. What is in the air keeps its natural colour and size"),
        ("slower music", "Its mood decides how fast the music is"),
        ("make it smoother", "A move begins and ends softly as it is"),
        ("能加字幕吗？", "请说标题写什么"),
        (
            "snow after 3 seconds",
            "With snow. What moves or hangs in the air does so through the whole",
        ),
        ("make it 3:4", "With a 4:5 frame. There is no 3:4 frame; 4:5 is the nearest."),
        ("小红书竖版3:4", "好的：4:5 画幅。没有 3:4 画幅，最接近的是 4:5。"),
        ("把背景里的人去掉", "我做不到“把背景里的人去掉”，不过可以虚化背景。"),
    ],
)
def test_what_is_done_elsewhere_or_anyway_is_said(words: str, answer: str) -> None:
    assert reply(words).startswith(answer)


def test_a_complaint_and_its_remedy_are_answered_once() -> None:
    assert reply("the music is too loud, turn it down") == "There is no music to change yet."


def test_a_purpose_is_nothing_that_could_not_be_done() -> None:
    assert reply("we need a teaser for the shop: push in on the shoes") == "Pushing in."


def test_a_redo_says_what_is_there_again() -> None:
    assert reply("pan left", "undo", "redo") == "Done again. A clip of 5 s: panning left."
    assert reply("redo") == "There is nothing to redo."
    assert reply("重做") == "没有可以重做的。"


@pytest.mark.parametrize(
    ("sentences", "answer"),
    [
        (["make it 2 seconds"], "2 s long."),
        (["slowly pan left, 2 seconds, 480p"], "Panning left slowly, 2 s long, at 480p."),
        (["60 fps"], "At 60 frames per second."),
        (["时长2秒，480p"], "好的：时长 2 秒，分辨率 480p。"),
    ],
)
def test_measures_are_said_as_people_say_them(sentences: list[str], answer: str) -> None:
    assert reply(*sentences) == answer


@pytest.mark.parametrize(
    ("sentences", "answer"),
    [
        (["title 'A', 2 seconds"], "2 s long, with the title “A”."),
        (["title 'A' in red at the top"], "With the title “A” in red at the top."),
        (["title 'A' from 1 to 4 s"], "With the title “A” from 1 to 4 s."),
        (["title 'A' in red", "make the title white"], "With the title “A” in white."),
        (["title 'A'", "change the title to 'B'"], "With the title “B”."),
        (["title 'A'", "2 seconds"], "2 s long."),
        (["添加标题「港湾」"], "好的：标题“港湾”。"),
        (["添加红色标题「港湾」，放在顶部"], "好的：红色标题“港湾”（顶部）。"),
    ],
)
def test_of_a_title_only_what_is_unusual_or_new_is_said(sentences: list[str], answer: str) -> None:
    assert reply(*sentences) == answer


def test_a_chinese_sentence_is_answered_in_chinese() -> None:
    assert reply("镜头缓慢向左平移,下小雪") == "好的：镜头缓慢向左平移，小雪。"


def test_the_title_does_not_decide_the_language() -> None:
    assert reply('add the title "春天来了"').startswith("With the title “春天来了”")
    assert "标题“Hello”" in reply("添加标题“Hello”")


def test_words_without_letters_are_answered_in_the_language_of_the_conversation() -> None:
    director = Director()
    director.hear("放大")
    director.hear("16:9")

    assert director.heard.language == "zh"


def test_an_edit_is_answered_by_what_changed_alone() -> None:
    assert reply("pan left and add snow", "slower") == "Panning left slowly."
    assert reply("pan left and add snow", "less snow") == "With less snow (25%)."
    assert reply("pan left and add snow", "remove the snow") == "Without snow."


def test_a_wish_that_is_fulfilled_already_claims_nothing() -> None:
    assert reply("pan left", "pan left") == "It is like that already, so nothing has changed."


def test_nothing_understood_is_said_with_two_examples() -> None:
    answer = reply("colourless green ideas")

    assert answer.startswith("I didn't understand")
    assert answer.count("“") == 2


def test_the_examples_that_are_given_are_understood() -> None:
    for words in (
        "slowly zoom in",
        "add the title 'Harbour' in yellow",
        "缓慢放大",
        "添加标题「港湾」",
    ):
        director = Director()
        director.hear(words)
        assert director.heard.changed, words


@pytest.mark.parametrize(
    "words",
    ["what can you do?", "What effects are there?", "help", "你能做什么?", "有哪些效果", "怎么用?"],
)
def test_a_question_about_the_abilities_is_answered_and_changes_nothing(words: str) -> None:
    director = Director()
    before = director.hear("zoom in")
    after = director.hear(words)

    assert after == before
    assert director.heard.question
    assert "title" in director.heard.reply or "标题" in director.heard.reply


@pytest.mark.parametrize(
    "words",
    ["How long is it now?", "what does it look like now?", "what's the aspect ratio?"],
)
def test_a_question_about_the_shot_is_answered_with_the_shot(words: str) -> None:
    answer = reply("zoom in over 8 seconds with snow", words)

    assert answer == "A clip of 8 s: zooming in, with snow."


@pytest.mark.parametrize(
    "words",
    ["can you add snow?", "could you make it snow?", "how about some snow?", "能不能下点雪?"],
)
def test_a_request_in_the_form_of_a_question_is_a_request(words: str) -> None:
    director = Director()
    director.hear(words)

    assert [item.kind for item in director.direction.atmosphere] == ["snow"]
    assert not director.heard.question


def test_the_impossible_is_said_with_the_nearest_and_the_rest_is_done() -> None:
    director = Director()
    after = director.hear("make her dance, add rain and zoom in")

    assert director.heard.impossible == ("make her dance",)
    assert after.subject == ()
    assert [item.kind for item in after.atmosphere] == ["rain"]
    assert director.heard.reply == (
        "Zooming in, with rain. I can't make her dance; I can let the subject sway gently instead."
    )


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("add a dragon", "add a dragon"),
        ("lip sync the song", "lip sync"),
        ("replace the background", "replace the background"),
        ("fade to white", "fade to white"),
        ("make the title bigger", "make the title bigger"),
        ("标题再大点行不行?", "标题再大点"),
        ("turn it into an oil painting", "oil painting"),
        ("让她跳舞", "让她跳舞"),
        ("加一条龙", "加一条龙"),
        ("把路人去掉", "把路人去掉"),
    ],
)
def test_what_cannot_be_done_is_named_and_changes_nothing(words: str, asked: str) -> None:
    director = Director()
    after = director.hear(words)

    assert after == Direction()
    assert len(director.heard.impossible) == 1
    assert asked in director.heard.impossible[0]
    assert asked in director.heard.reply


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("use the photo in the bottom left", "use the second photo"),
        ("take the picture on the right side", "use the second photo"),
        ("用左下角的照片", "用第二张"),
        ("can you make subtitles from the audio?", "as a title"),
        ("remove the car in the background", "remove the car"),
        ("change his shirt to blue", "change his shirt to blue"),
        ("let the music fade out at the end", "comes to its own end"),
        ("start the music at 3 seconds", "from the beginning"),
    ],
)
def test_what_is_seen_or_heard_stays_as_it_is_and_that_is_said(words: str, said: str) -> None:
    director = Director()

    assert director.hear(words) == Direction()
    assert director.heard.impossible
    assert said in director.heard.reply


def test_a_size_is_of_what_was_spoken_of_last() -> None:
    assert reply("snow", "make it smaller") == "With less snow (25%)."
    assert reply("title 'Sea'", "make it smaller").startswith("I can't make it smaller;")
    assert reply("let the man wave").startswith("I can't let the man wave;")


@pytest.mark.parametrize(
    ("sentences", "answer"),
    [
        (["snow", "more", "more", "more"], "That is as much of it as there can be."),
        (["雪", "大一点", "再大一点", "再大一点"], "已经是最强了。"),
        (["snow", "less", "less", "less"], "That is as little of it as there can be"),
        (["piano"] + ["louder"] * 4, "That is as loud as it gets."),
        (["pan left"] + ["faster"] * 5, "That is as fast as the camera goes."),
    ],
)
def test_where_there_is_no_more_of_it_that_is_said(sentences: list[str], answer: str) -> None:
    assert reply(*sentences).startswith(answer)


@pytest.mark.parametrize(
    ("sentences", "answer"),
    [
        (["make it darker"], "With a darker picture."),
        (["fireflies, just a few"], "With a few fireflies."),
        (["a vignette", "stronger"], "With a stronger vignette (75%)."),
        (["snow"], "With snow."),
        (["zoom in, snow", "remove everything except the snow"], "A clip of 5 s with snow."),
        (["snow", "don't touch the snow"], "All right, it stays as it is."),
        (["暗一点"], "好的：画面调暗。"),
        (["萤火虫少一点的", "萤火虫，少一点"], "好的：几只萤火虫。"),
        (["爵士乐"], "好的：低保真音乐（音量 50%）。我不会做“爵士乐”，用低保真音乐代替。"),
    ],
)
def test_a_reply_uses_the_word_that_fits(sentences: list[str], answer: str) -> None:
    assert reply(*sentences) == answer


def test_a_kind_of_music_that_is_not_made_gets_the_nearest_and_a_word() -> None:
    director = Director()
    after = director.hear("some jazz music")

    assert after.music is not None
    assert "jazz" in director.heard.reply


@pytest.mark.parametrize(
    ("words", "value", "said"),
    [
        ("a 90 second video", 60_000, "takes 60"),
        ("0.2 seconds", 1_000, "takes 1"),
        ("两分钟", 60_000, "取 60 秒"),
    ],
)
def test_a_length_beyond_the_limits_is_limited_and_said(words: str, value: int, said: str) -> None:
    director = Director()

    assert director.hear(words).duration_ms == value
    assert said in director.heard.reply


def test_other_limits_are_said_as_well() -> None:
    assert "60 frames" in reply("120 fps")
    assert "2160" in reply("8k")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("make the title red", "title"),
        ("louder", "music"),
        ("slower", "camera"),
        ("less snow", "snow"),
        ("reduce the blur", "no blurred background"),
        ("undo", "undo"),
        ("撤销", "撤销"),
    ],
)
def test_an_edit_of_what_is_not_there_is_said_and_changes_nothing(words: str, part: str) -> None:
    director = Director()

    assert director.hear(words) == Direction()
    assert not director.heard.changed
    assert part in director.heard.reply


def test_a_refusal_of_what_was_not_there_is_acknowledged() -> None:
    assert reply("no music please, and no title") == "Without music and a title."
    assert reply("不要音乐") == "不加音乐。"


def test_an_undo_says_where_the_conversation_stands() -> None:
    assert reply("zoom in", "add snow", "undo") == "Back to how it was. A clip of 5 s: zooming in."


def test_a_whole_shot_is_described_in_both_languages() -> None:
    director = Director()
    shot = director.hear(
        "first zoom in slowly, then pan left, heavy snow, the water ripples gently, sepia, "
        '8 seconds, square, seamless loop, fade out, title "Hi" at the top in red, '
        "piano music at 30%"
    )

    assert describe(shot, "en") == (
        "A clip of 8 s: zooming in slowly, then panning left, with the background rippling gently, "
        "heavy snow, a sepia look, a 1:1 frame, a seamless loop, a 1 s fade out, "
        "the title “Hi” in red at the top and piano music at 30% volume."
    )
    assert describe(shot, "zh") == (
        "8 秒短片：镜头缓慢放大，然后向左平移，背景荡漾（轻微）、大雪、棕褐色调、1:1 画幅、"
        "无缝循环、1 秒淡出、"
        "红色标题“Hi”（顶部）、钢琴音乐（音量 30%）。"
    )


def test_what_will_not_be_seen_of_a_title_is_said() -> None:
    waves = [("title", "🌊"), ("title", "🎉")]
    late = [("title", "from 6000 to 9000 ms")]

    assert missing(waves, "en") == "No font here has “🌊” and “🎉”, so the title goes without."
    assert missing(waves, "zh") == "这里的字体没有“🌊”、“🎉”，标题里会略去。"
    assert missing(late, "en").startswith("The title's time lies after the end")
    assert missing(late, "zh") == "标题的时间在视频结束之后，所以看不到。"
    assert missing([], "en") == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("how do I make it loop?", "seamless loop"),
        ("what does orbit mean?", "around the subject"),
        ("which formats do you support?", "webm"),
        ("can I use my own song?", "Upload an audio file"),
        ("what music can you make?", "lo-fi"),
        ("怎么让它循环?", "无缝循环"),
        ("竖屏怎么弄", "9:16"),
        ("能导出什么格式?", "webm"),
        ("is my photo uploaded anywhere?", "stay in the studio"),
        ("我的照片会上传吗?", "留在工作室"),
        ("how much does it cost?", "charges nothing"),
    ],
)
def test_a_question_how_to_do_a_thing_is_answered_with_words_that_do_it(
    words: str, said: str
) -> None:
    director = Director()

    assert director.hear(words) == Direction()
    assert director.heard.question
    assert said in director.heard.reply


def test_the_words_that_an_answer_offers_are_understood() -> None:
    for topic, answers in ANSWERS.items():
        for answer in answers:
            for words in re.findall(r"“([^”]+)”", answer):
                if topic in {"undo", "export", "cost"}:
                    continue
                director = Director()
                director.hear("snow, rain, piano music, 7 seconds")
                director.hear(words)
                assert director.heard.changed, words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("hi", "Hello!"),
        ("Good morning", "Hello!"),
        ("thanks!", "welcome"),
        ("perfect, keep it", "Glad"),
        ("who are you?", "program"),
        ("no", "stays as it is"),
        ("lol", "Happy"),
        ("你好", "你好"),
        ("谢谢", "不客气"),
        ("真好看", "喜欢"),
        ("再见", "再见"),
    ],
)
def test_small_talk_is_answered_and_changes_nothing(words: str, said: str) -> None:
    director = Director()
    before = director.hear("zoom in")

    assert director.hear(words) == before
    assert director.heard.question
    assert said in director.heard.reply


def test_politeness_does_not_hide_a_wish() -> None:
    assert reply("Hello, please zoom in. Thanks!") == "Zooming in."
    assert reply("你好,请放大,谢谢") == "好的：镜头放大。"


@pytest.mark.parametrize("words", ["ok", "yes, do it", "go ahead", "好的", "开始吧"])
def test_a_yes_is_no_question_so_what_was_said_before_is_made(words: str) -> None:
    director = Director()
    director.hear(words)

    assert not director.heard.question
    assert not director.heard.changed


@pytest.mark.parametrize(
    ("sentences", "answer"),
    [
        (["use my song"], "With your own music at 50% volume."),
        (["用我上传的音乐"], "好的：你上传的音乐（音量 50%）。"),
        (["mute it"], "Without sound."),
        (["piano music", "mute the original sound"], "Without the clip's own sound."),
        (["关掉原声,配钢琴曲"], "好的：钢琴音乐（音量 50%），去掉片段原声。"),
        (["original sound at 30%"], "With the clip's own sound at 30%."),
        (["crossfade between the photos"], "With crossfades between the photos."),
        (["滑动转场"], "好的：照片之间滑动切换。"),
        (["cut from 2 to 5 seconds"], "3 s long, with seconds 2 to 5 of your clip."),
        (["trim the first 3 seconds"], "With your clip from second 3 on."),
        (["cut from 2 to 5 seconds", "use the whole clip"], "With the whole of your clip."),
        (["从第5秒剪到第2秒"], "这段时间不合理，所以没有剪。"),
    ],
)
def test_clips_and_sounds_are_spoken_of(sentences: list[str], answer: str) -> None:
    assert reply(*sentences) == answer
