"""Words for the clip as a whole: its shape, size and length, how it begins, ends and repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

CLIP: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.TRANSITION: {  # from one photo to the next
        "crossfade": (
            "crossfade~ / cross fade~ / cross dissolve~ / dissolve~ / fade~ between / "
            "fades between / blend~ between / blend~ into each other / fade~ into each other / "
            "fade~ one into the other / soft transition / soft transitions / smooth transition / "
            "smooth transitions / gentle transition / gentle transitions / slideshow / "
            "slide show / "
            "叠化 / 交叉淡化 / 淡入淡出切换 / 淡入淡出转场 / 淡入淡出过渡 / 淡化转场 / 溶解 / "
            "渐变切换 / 渐变转场 / 渐变过渡 / 幻灯片 / 轮播 / 柔和转场 / 叠化转场 / 交叉溶解"
        ),
        "slide": (
            "slide transition / slide transitions / sliding transition / "
            "sliding transitions / slide between / slides between / sliding between / "
            "push transition / push transitions / swipe~ / swipe between / swiping between / "
            "滑动转场 / 滑动切换 / 滑动过渡 / 滑入转场 / 推移转场 / 推拉转场 / 滑屏"
        ),
        "wipe": (
            "wipe~ / wipe transition / wipe transitions / "
            "擦除 / 划像 / 擦除转场 / 划变 / 擦除切换 / 擦拭"
        ),
        "cut": (
            "hard cut / hard cuts / straight cut / straight cuts / jump cut / jump cuts / "
            "cut between / cuts between / quick cuts / simple cut / simple cuts / "
            "cut on the beat / cuts on the beat / cut to the beat / cuts to the beat / "
            "硬切 / 直接切换 / 直切 / 跳切 / 快切 / 无转场 / 卡点 / 踩点 / 直接跳"
        ),
    },
    Kind.BETWEEN: {
        "": (
            "transition / transitions / between the photos / between photos / "
            "between the pictures / between pictures / between the images / between images / "
            "between shots / between the shots / between them / between each photo / "
            "between each picture / from one photo to the next / from photo to photo / "
            "from one picture to the next / "
            "转场 / 切换 / 照片之间 / 图片之间 / 过渡 / 之间 / 衔接"
        ),
    },
    Kind.TRIM: {
        "": (
            "trim~ / crop~ it in time / shave off / clip off / chop off / cut off / skip~ to / "
            "jump~ to / begin at / begin~ at / start~ at / start~ from / start at second / "
            "start from second / stop~ at / end~ at / end at second / start the clip at / "
            "start the video at / begin the clip at / end the clip at / end the video at / "
            "start it at / stop it at / end it at / stop the clip at / start it from / "
            "begin it at / start my clip at / start my video at / end my clip at / "
            "start the clip from / start the video from / begin the video at / "
            "stop the video at / starting from second / "
            "截取 / 剪掉 / 裁掉 / 截掉 / 剪辑 / 截 / 剪 / 剪去 / 只要 / 只用 / 从头剪"
        ),
    },
    Kind.FADE: {
        "in": (
            "fade~ in / fade~ from black / fade~ in from black / fade~ up / start~ from black / "
            "start~ in black / begin~ in black / "
            "淡入 / 渐显 / 渐入 / 从黑场开始 / 黑场淡入"
        ),
        "out": (
            "fade~ out / fade~ to black / fade~ out to black / fade~ away / end~ in black / "
            "end~ on black / end~ with black / fade~ to dark / dissolve~ to black / "
            "dip~ to black / go~ black / "
            "淡出 / 渐隐 / 渐出 / 黑场结束 / 淡出到黑场 / 渐黑 / 黑屏结束 / 慢慢变黑 / 变黑 / "
            "画面变黑"
        ),
        "both": (
            "fade~ in and out / fade~ in and fade~ out / fades / fade in out / 淡入淡出 / 淡进淡出"
        ),
        "": "fade / fades / fading / 淡得",
        "white": ("fade~ to white / fade~ from white / fade~ out to white / 白场"),
    },
    Kind.EDGE: {  # the beginning and the end of a clip
        "in": (
            "beginning / start / opening / intro / at the beginning / at the start / "
            "begining / at the begining / "
            "开头 / 开始 / 片头 / 一开始"
        ),
        "out": (
            "end / ending / outro / at the end / in the end / at the very end / "
            "结尾 / 末尾 / 片尾 / 最后"
        ),
    },
    Kind.LOOP: {
        "seamless": (
            "seamless loop / seamless / seamlessly / loop~ / looping / looped / perfect loop / "
            "infinite loop / endless loop / endlessly / loops / loopable / cinemagraph / "
            "never ending / neverending / never ending loop / forever / on repeat / repeat~ / "
            "on a loop / in a loop / on loop / "
            "循环 / 无缝循环 / 无缝 / 循环播放 / 无限循环 / 首尾相接 / 一直循环 / 永远循环 / "
            "重复播放 / 重复"
        ),
        "boomerang": (
            "boomerang~ / ping pong / forward and then backward / forward and then backwards / "
            "forwards and then backwards / pingpong / back and forth / forwards and backwards / "
            "forward and backward / forward then backward / forward and back / there and back / "
            "yo yo / forwards then in reverse / forward then in reverse / forward then reverse / "
            "forwards then reverse / then in reverse / then reverse it / then reverse / "
            "then backwards / and then backwards / and then in reverse / then rewind / "
            "and rewind / rewind~ / plays backwards / play backwards / "
            "回旋镖 / 来回 / 往返 / 来回播放 / 正放倒放 / 倒放循环 / 往复 / 正着放再倒着放 / "
            "先正放再倒放 / 倒放 / 倒着放"
        ),
    },
    Kind.ASPECT: {
        "9:16": (
            "vertical / vertically / portrait / portrait mode / upright / "
            "full screen vertical / tall / phone screen / for my phone / for phones / "
            "phone wallpaper / phone format / mobile / mobile screen / smartphone / "
            "phone sized / "
            "竖屏 / 竖版 / 竖向 / 竖直 / 竖 / 竖着 / 手机屏 / 直式 / 直版 / 直向 / 直的 / "
            "手机壁纸 / 手机竖屏 / 手机端 / 手机上看"
        ),
        "16:9": (
            "landscape / horizontal / widescreen / wide screen / landscape mode / wide / "
            "横屏 / 横版 / 横向 / 宽屏 / 横着 / 横式"
        ),
        "1:1": ("square / squared / 方形 / 正方形 / 方的 / 正方"),
        "21:9": (
            "cinemascope / ultrawide / ultra wide / anamorphic / letterbox / letterboxed / "
            "scope / cinematic widescreen / cinematic aspect / cinematic ratio / "
            "cinematic format / widescreen cinematic / cinema format / cinematic bars / "
            "black bars / "
            "电影宽幅 / 宽银幕 / 超宽 / 超宽屏 / 电影比例 / 电影画幅 / 遮幅 / 电影宽屏"
        ),
        "original": (
            "original aspect / original ratio / original aspect ratio / original shape / "
            "same aspect / photo's shape / uncropped / don't crop / without cropping / "
            "no cropping / original size / original format / original frame / its own shape / "
            "native aspect / native ratio / "
            "原比例 / 原始比例 / 不裁剪 / 不要裁剪 / 原画幅 / 原尺寸 / 原来的尺寸 / 原来的画幅 / "
            "原来的比例"
        ),
    },
    Kind.PLATFORM: {
        "9:16": (
            "tiktok / tik tok / tiktoks / reels / reel / instagram reels / instagram reel / "
            "shorts / youtube shorts / youtube short / stories / instagram story / "
            "instagram stories / snapchat / my story / ig story / ig reels / whatsapp status / "
            "douyin / xiaohongshu / kuaishou / facebook story / facebook stories / "
            "facebook reels / facebook reel / wechat channels / triller / pinterest pin / "
            "insta story / insta stories / line voom / 抖音 / 小红书 / 快手 / 视频号 / "
            "朋友圈视频 / 微信视频号 / 抖音视频 / 限动 / 限时动态 / ig 限动 / ig 限时动态 / "
            "fb 限动 / 做成视频号 / 视频号封面"
        ),
        "16:9": (
            "youtube / you tube / vimeo / bilibili / tv / television / powerpoint / twitter / "
            "for x / on x / twitch / facebook video / facebook cover / facebook banner / "
            "youtube banner / twitter header / linkedin banner / cover photo / b 站 / 哔哩哔哩 / "
            "优酷 / 西瓜视频 / 电视 / 西瓜 / 公众号 / b 站视频"
        ),
        "4:5": (
            "instagram / instagram post / instagram feed / insta / ig / facebook / pinterest / "
            "threads / facebook post / facebook feed / "
            "微博"
        ),
        "1:1": ("instagram square / profile picture / linkedin / 头像 / 朋友圈 / 微信朋友圈"),
    },
    Kind.HEIGHT: {
        "480": ("sd / standard definition / 标清"),
        "720": "hd ready / half hd",
        "1080": ("hd / full hd / fullhd / high definition / fhd / 高清 / 全高清"),
        "1440": "2k / qhd / quad hd",
        "2160": ("4k / uhd / ultra hd / ultra high definition / 超高清 / 超清"),
        "4320": "8k",
        "step": "resolution / 分辨率",
    },
    Kind.LENGTH: {
        "": (
            "duration / length / long / lasting / lasts / last / runtime / running time / "
            "clip length / "
            "时长 / 长度 / 总长 / 片长 / 持续 / 时间"
        ),
    },
    Kind.RANDOM: {
        "next": (
            "another take / another version / another variation / different take / "
            "different version / different variation / roll the dice / reroll / shuffle~ / "
            "new seed / different seed / "
            "换一版 / 换个版本 / 再来一版 / 再来一次 / 另一个版本 / 换个随机"
        ),
        "seed": ("seed / random seed / 种子 / 随机种子"),
    },
    Kind.ALWAYS: {
        "": (
            "the whole time / whole time / throughout / the entire time / all the time / "
            "always / the whole video / the entire video / the whole clip / "
            "the entire clip / from start to finish / until the end / whole clip / "
            "whole video / full clip / full video / full length / entire length / "
            "entire clip / entire video / start to finish / for its whole length / "
            "from the beginning to the end / from beginning to end / "
            "from the start to the end / from start to end / beginning to end / "
            "整个视频 / 整个短片 / 整个片子 / 一直 / 全程 / 始终 / 从头到尾 / 从开始到结束 / "
            "自始至终 / 从头至尾"
        ),
    },
    Kind.EXPORT: {
        "": (
            "export / export as / exported / exporting / format / formats / download / "
            "downloaded / save / file type / file types / file format / file formats / mp4 / "
            "mp 4 / mov / webm / mkv / avi / gif / "
            "导出 / 格式 / 下载 / 保存 / 文件格式"
        ),
    },
}
