"""Words for music, its moods, and the sounds that a person brings along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

SOUND: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.MUSIC: {
        "": (
            "music / soundtrack / song / tune / melody / score / audio / sound / bgm / "
            "background music / background track / musical / music track / audio track / "
            "backing track / beats / to listen to / soft background music / 音乐 / 配乐 / 歌 / "
            "歌曲 / 首歌 / 背景音乐 / 乐曲 / 曲子 / 伴奏 / 声音 / 旋律 / 背景乐 / bgm 音乐 / "
            "爵士乐 / 摇滚乐 / 电子乐 / 嘻哈音乐 / 说唱音乐 / 古典乐 / 轻音乐 / 纯音乐"
        ),
    },
    Kind.MOOD: {
        "lofi": ("lofi / lo fi / lo fi beats / lofi beats / chillhop / chill hop / 低保真"),
        "piano": ("piano / pianos / 钢琴 / 钢琴曲"),
        "ambient": ("ambient / ambience / atmospheric / 氛围音乐 / 环境音乐"),
        "upbeat": ("upbeat / up beat / 欢快 / 轻快 / 动感 / 节奏感强"),
        "acoustic": (
            "acoustic / guitar / ukulele / folk / unplugged / banjo / mandolin / "
            "原声 / 吉他 / 民谣 / 木吉他 / 尤克里里"
        ),
        "cinematic": (
            "orchestral / orchestra / cinematic music / epic music / film score / strings / "
            "violin / violins / cello / "
            "管弦乐 / 交响 / 交响乐 / 史诗 / 弦乐 / 小提琴 / 大提琴"
        ),
    },
    Kind.FEELING: {  # a mood only beside the word "music"
        "upbeat": (
            "happy / happier / livelier / cheerful / energetic / fun / joyful / lively / bouncy / "
            "hype / hyped / groovy / funky / catchy / uplifting / inspiring / motivational / "
            "feel good / feelgood / "
            "playful / party / pop / dance / fast paced / up tempo / uptempo / high energy / "
            "节奏快 / 快节奏 / 节奏明快 / 节奏感 / "
            "快乐 / 开心 / 活泼"
        ),
        "ambient": (
            "calm / calmer / peaceful / soft / soothing / meditative / serene / quiet and / "
            "spacey / tranquil / slow paced / chilled / chiller / more chilled / "
            "soft background music / 节奏慢 / 慢节奏 / 平静 / 安静 / 宁静 / 舒缓 / 柔和 / 空灵 / "
            "轻柔 / 氛围 / 轻音乐"
        ),
        "lofi": ("chill / relaxing / relaxed / laid back / study / mellow / 放松 / 慵懒"),
        "cinematic": (
            "epic / dramatic / grand / heroic / suspenseful / intense / thriller / horror / "
            "spooky / scary / eerie / mysterious / 惊悚 / 惊悚片 / 恐怖 / 恐怖片 / 悬疑 / 悬疑片 / "
            "神秘 / 震撼 / 大气 / 紧张 / 激昂 / 激情 / 热血 / 磅礴 / 恢弘 / 有气势"
        ),
        "piano": (
            "sad / sadder / emotional / romantic / sentimental / melancholic / tender / "
            "classical / "
            "悲伤 / 忧伤 / 浪漫 / 抒情 / 感人 / 古典 / 古典乐"
        ),
        "acoustic": ("country / rustic / campfire / 田园 / 乡村"),
    },
    Kind.GENRE: {  # music that is not made here, with the nearest mood that is
        "lofi": (
            "jazz / hip hop / hiphop / rap / blues / r and b / trap / jazzy / bluesy / "
            "爵士 / 嘻哈 / 说唱 / 蓝调 / 爵士乐 / 嘻哈音乐 / 说唱音乐"
        ),
        "upbeat": (
            "rock / techno / edm / house music / disco / electronic / drum and bass / "
            "k pop / "
            "摇滚 / 电子 / 电音 / 迪斯科 / 摇滚乐 / 电子乐"
        ),
        "cinematic": ("metal / opera / 歌剧 / 重金属"),
    },
    Kind.VOLUME: {
        "": ("volume / loudness / vol / 音量"),
        "0.2": (
            "low volume / barely audible / hardly audible / just audible / whisper quiet / "
            "hardly hear / barely hear / "
            "低音量 / 几乎听不见 / 几乎听不到 / 小到几乎听不见 / 若有若无"
        ),
        "0.8": ("high volume / 高音量"),
        "1": (
            "full volume / maximum volume / full blast / at full blast / at full volume / "
            "max volume / as loud as possible / at its loudest / on full / "
            "最大音量 / 音量拉满 / 音量开满 / 音量最大 / 音量开到最大 / 音量调到最大"
        ),
    },
    Kind.SILENCE: {
        "": (
            "mute / muted audio / silent / silence / silently / no sound / no audio / "
            "without sound / soundless / "
            "静音 / 无声 / 不要声音 / 无音乐"
        ),
    },
    Kind.UPLOADED: {
        "": (
            "my song / my music / my own music / my own song / my track / my soundtrack / "
            "my own track / my audio / my own audio / my tune / my mp3 / my own soundtrack / "
            "my audio file / my music file / the mp3 / the mp3 file / the wav / "
            "the wav file / mp3 / uploaded song / uploaded music / uploaded track / "
            "uploaded audio / uploaded soundtrack / uploaded mp3 / uploaded file / "
            "music i uploaded / song i uploaded / track i uploaded / audio i uploaded / "
            "mp3 i uploaded / tune i uploaded / song i sent / song i sent you / "
            "music i sent / music i sent you / song i gave you / music i gave you / "
            "song i added / music i added / our song / my recording / "
            "我的音乐 / 我的歌 / 我上传的音乐 / 我上传的歌 / 我上传的歌曲 / 上传的音乐 / "
            "上传的歌 / 上传的歌曲 / 我自己的音乐 / 我自己的歌 / 自己的音乐 / 自己的歌 / "
            "我上传的音频 / 上传的音频 / 我的歌曲 / 我的配乐 / 我的背景音乐 / 我传的音乐 / "
            "我传的歌 / 我发的音乐 / 我发的歌 / 我给的音乐 / 我的音频 / 我上传的曲子 / "
            "我上传的那首歌 / 我上传的那首 / 上传的那首歌 / 我传的那首歌 / 我发的那首歌 / "
            "我上传的这首歌 / 我给的那首歌"
        ),
        "composed": (
            "your music / your own music / the studio's music / generated music / "
            "composed music / "
            "你的音乐 / 你做的音乐 / 生成的音乐 / 自动配乐"
        ),
    },
    Kind.OWN_SOUND: {
        "": (
            "its sound / its audio / the clip's own sound / original sound / "
            "original audio / original soundtrack / original volume / clip's sound / "
            "clip's audio / clip sound / clip audio / video's sound / video's audio / "
            "sound of the clip / sound of the video / audio of the clip / "
            "audio of the video / sound from the video / audio from the video / "
            "sound from the clip / live sound / natural sound / own sound / own audio / "
            "camera sound / camera audio / recorded sound / sound it was filmed with / "
            "ambient sound of the clip / source audio / background noise / "
            "clip's own audio / sound of my clip / sound of my video / audio of my clip / "
            "原视频声音 / 视频原声 / 视频声音 / 视频的声音 / 现场声 / 原音 / 同期声 / 原声 / "
            "原声音 / 原来的声音 / 原片声音 / 视频里的声音"
        ),
    },
}
