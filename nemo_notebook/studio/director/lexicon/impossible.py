"""Words for what no Direction can express, by the nearest that one can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

IMPOSSIBLE: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.CANNOT: {  # what no Direction can express, by the nearest that one can
        "subject:sway": (
            "dance~ / dancing / walk~ / run / running / runs / jump~ / nod~ / clap~ / "
            "wave~ her hand / wave~ his hand / turn~ her head / turn~ his head / "
            "raise~ her hand / swim~ / look at the camera / look into the camera / look at me / "
            "stand~ up / sit~ down / turn around and / fly away / open her eyes / "
            "close her eyes / open his eyes / close his eyes / wave~ at / wave~ hello / "
            "wave~ goodbye / wave~ back / make him wave / make her wave / make them wave / "
            "him wave / her wave / them wave / she waves / he waves / they wave / "
            "let him wave / let her wave / she turn~ around / he turn~ around / "
            "her turn around / him turn around / them turn around / they turn around / "
            "跳舞 / 走路 / 跑步 / 跑起来 / 跳起来 / 挥手 / 点头 / 转头 / 起舞 / 跳 / 走起来 / "
            "走动 / 走两步 / 走过来 / 走过去 / 走来走去 / 奔跑 / 跑 / 站起来 / 坐下 / 转身 / "
            "回头 / 招手 / 鼓掌 / 握手 / 睁眼 / 闭眼 / 甩头 / 甩头发 / 甩发 / 甩了甩头 / 甩甩头"
        ),
        "subject:breathe": (
            "smile~ / smiling / blink~ / talk~ / speak~ / sing~ / laugh~ / cry / crying / wink~ / "
            "kiss~ / hug~ / lip sync / lip syncing / lipsync / say something / chew~ / frown~ / "
            "说话 / 唱歌 / 对口型 / 眨眼 / 微笑 / 笑 / 开口说话 / 哭 / 拥抱 / 亲吻"
        ),
        "title": (
            "voice over / voiceover / narrate~ / narration / narrator / voice / speech / "
            "from the audio / from the speech / from the dialogue / transcribe~ / transcription / "
            "transcript / translate~ / translation / auto captions / automatic captions / "
            "automatic subtitles / auto subtitles / closed captions / dub~ / dubbing / 旁白 / "
            "配音 / 解说 / 朗读 / 自动字幕 / 自动生成字幕 / 自动识别 / 语音转文字 / 翻译 / "
            "识别语音 / 语音识别"
        ),
        "background:blur": (
            "replace the background / change the background / remove the background / "
            "swap the background / remove background / new background / different background / "
            "tilt shift / tilt shift effect / miniature effect / rack focus / pull focus / 移轴 / "
            "移焦 / "
            "cut out the subject / remove the person / remove the people / remove the man / "
            "remove the woman / remove the object / green screen / "
            "换背景 / 抠图 / 去掉背景 / 更换背景 / 换个背景 / 去背景 / 去掉人物 / 抠像"
        ),
        "look:dreamy": (
            "cartoon / anime / oil painting / watercolor / watercolour / sketch / pixel art / "
            "claymation / pixar / ghibli / 3d model / comic style / comic book style / "
            "comic book / manga / 卡通 / 动漫 / 油画 / 水彩 / 素描 / 二次元"
        ),
        "atmosphere:embers": (
            "fire / flames / explosion / explosions / explode~ / fireworks / "
            "火焰 / 爆炸 / 烟花 / 着火 / 火"
        ),
        "atmosphere:rain": (
            "lightning / thunder / thunderstorm / hail / 闪电 / 打雷 / 雷电 / 冰雹"
        ),
        "atmosphere:snow": (
            "confetti / petals / falling leaves / leaves falling / hearts / balloons / "
            "streamers / feathers / cherry blossoms / "
            "花瓣 / 彩带 / 爱心 / 彩纸 / 落叶 / 羽毛 / 樱花"
        ),
        "atmosphere:fireflies": (
            "sparkles / sparkle / glitter / stars / shooting stars / 星星 / 流星 / 闪光 / 亮片"
        ),
        "atmosphere:fog": ("smoke / steam / 烟雾 / 烟 / 蒸汽"),
        "atmosphere:light_leak": (
            "god rays / sun rays / sun beams / sunbeams / rays of light / rainbow / rainbows / "
            "light beams / beams of light / light rays / 彩虹 / 光束 / 阳光射线"
        ),
        "title:plain": (
            "font / fonts / handwritten / handwriting / bold / italic / italics / uppercase / "
            "lowercase / all caps / capital letters / helvetica / arial / times new roman / "
            "comic sans / serif / sans serif / cursive / calligraphy / 字体 / 加粗 / 手写字体 / "
            "手写体 / 艺术字 / 斜体 / 黑体 / 宋体 / 楷体 / 大写 / 小写"
        ),
        "music": (
            "sound effects / sound effect / rain sounds / bird sounds / birds chirping / "
            "birdsong / heartbeat / heartbeat sound / heartbeat sounds / ocean sounds / "
            "wave sounds / wind sounds / city sounds / crowd noise / nature sounds / 音效 / 鸟叫 / "
            "鸟叫声 / 心跳声 / 海浪声 / 风声 / 雨声"
        ),
        "move": (
            "morph~ / transform her / transform him / make her older / make her younger / "
            "make him older / age her / change her hair / change her clothes / change her dress / "
            "变脸 / 变老 / 变年轻 / 换衣服 / 换脸"
        ),
        "look:vivid": ("cyberpunk / neon / sci fi / science fiction / 赛博朋克 / 霓虹"),
        "quality": (
            "low quality / lower quality / medium quality / high quality / higher quality / "
            "best quality / highest quality / top quality / "
            "画质 / 低画质 / 高画质 / 低质量 / 高质量"
        ),
        "transition:crossfade": (
            "split screen / picture in picture / collage / side by side / 分屏 / 画中画 / 拼图"
        ),
        "smooth": (
            "smoother / more smoothly / more fluid / 更流畅 / 流畅一点 / 顺滑一点 / 更顺滑 / 丝滑"
        ),
        "mirror": (
            "flip~ horizontally / flip~ vertically / flip~ the photo / mirror image / "
            "upside down / flip~ the image / flip~ the picture / mirror it / mirror the photo / "
            "mirror the image / mirror the picture / mirrored / 水平翻转 / 垂直翻转 / 左右翻转 / "
            "上下翻转 / 镜像 / 翻转照片 / 照片翻转"
        ),
        "sharp": (
            "sharpen~ / sharper / sharpness / upscale~ / denoise~ / deblur~ / unblur~ / crisper / "
            "enhance the photo / enhance the picture / enhance the image / enhance it / "
            "improve the quality / improve the photo / improve the picture / better quality / "
            "锐化 / 清晰一点 / 清晰些 / 更清晰 / 修复 / 变清晰 / 变高清 / 更高清 / 去噪 / 高清修复"
        ),
    },
}
