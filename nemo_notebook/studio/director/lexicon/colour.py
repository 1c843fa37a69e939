"""Words for looks, adjustments, and colours by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

COLOUR: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.LOOK: {
        "warm": (
            "warm / warmer / warmth / golden hour look / golden hour colours / golden light / "
            "golden / cozy / cosy / sunny / sunset colors / sunset colours / sunset look / amber / "
            "sunset tones / sunset mood / sunset vibes / sunset feel / sunset light / "
            "sunrise colors / sunrise colours / golden hour / golden hour mood / autumn colours / "
            "autumn colors / autumn tones / candlelight mood / like a sunset / like sunset / "
            "like the sunset / like a sunrise / like golden hour / like at sunset / too blue / "
            "sunset vibe / sunset glow / summer vibe / summer vibes / summer mood / summer look / "
            "morning light / christmas mood / christmas vibe / christmas look / 夕阳色调 / "
            "夕阳的色调 / 夕阳的感觉 / 夕阳感 / 夕阳西下 / 日落色调 / 日落的色调 / 日落的感觉 / "
            "日落感 / 黄昏色调 / 黄昏的感觉 / 黄昏感 / 日出的感觉 / 晨光的感觉 / 暖 / 暖色 / "
            "暖色调 / 温暖 / 暖调 / 暖一点 / 偏暖 / 更暖 / 金色 / 偏蓝 / 太蓝 / 发蓝 / 温馨"
        ),
        "cool": (
            "bluer / cool / cooler / cold / colder / icy / chilly / wintry / blueish / bluish / "
            "blue tint / cool tones / blue light / blue hour / blue hour mood / dusk mood / "
            "dusk colours / dusk colors / twilight mood / moonlight mood / too yellow / "
            "too orange / night mood / night vibe / night look / moonlight / moonlit / "
            "winter mood / winter look / 蓝光 / 蓝调时刻 / 蓝调时刻的感觉 / 冷 / 冷色 / 冷色调 / "
            "冷调 / 偏冷 / 冷一点 / 更冷 / 清冷 / 偏黄 / 太黄 / 发黄"
        ),
        "bw": (
            "black and white / black white / b and w / b w / bw / monochrome / grayscale / "
            "greyscale / gray scale / grey scale / noir / film noir / no color / no colour / "
            "no colors / no colours / without color / without colour / remove the color / "
            "remove the colour / "
            "黑白 / 黑白色 / 单色 / 灰度 / 黑白照 / 黑白效果 / 去色 / 黑色电影 / "
            "黑色电影风格"
        ),
        "sepia": (
            "sepia / sepia tone / sepia toned / brownish / 棕褐色 / 褐色 / 泛黄 / 棕色调 / 老照片"
        ),
        "vintage": (
            "super 8 reel / film reel / old reel / movie reel / super 8 film / silent movie / "
            "silent film / vintage / retro / nostalgic / old film / old fashioned / old timey / "
            "polaroid / super 8 / 8mm / vhs / vhs tape / old vhs / old vhs tape / camcorder / "
            "16mm / seventies / old movie / 70s / 80s / 90s / like an old photo / "
            "like an old photograph / like an old picture / old photo look / old photo effect / "
            "look old / look aged / like old film / old home movie / home movie / home movies / "
            "old movies / faded film / faded film look / faded look / faded photo look / 1910s / "
            "1920s / 1930s / 1940s / 1950s / 1960s / 1970s / 1980s / 1990s / 2000s / "
            "make it look old / make this look old / 复古 / 怀旧 / 七十年代 / 八十年代 / "
            "九十年代 / 拍立得 / 宝丽来 / 录像带 / 老式录像带 / 老电影 / 胶片 / 胶片感 / 年代感 / "
            "老照片效果 / 港风 / 港式 / 胶片风 / 复古风 / 做旧 / 老旧 / 旧旧的 / 旧一点"
        ),
        "cinematic": (
            "cinematic / film look / movie look / movie like / like a movie / like a film / "
            "filmic / hollywood / teal and orange / blockbuster / 电影感 / 电影 / 电影质感 / "
            "电影风 / 电影风格 / 电影色调 / 大片感 / 青橙 / 高级感"
        ),
        "vivid": (
            "vivid / make it pop / make the colors pop / make the colours pop / vibrant / "
            "colorful / colourful / more colorful / more colourful / punchy / saturated / "
            "rich colors / rich colours / bold colors / bold colours / hdr / hdr look / "
            "more punch / punch in the colors / punch in the colours / "
            "鲜艳 / 鲜明 / 鲜亮 / 浓郁 / 色彩丰富 / 艳丽"
        ),
        "muted": (
            "muted / muted colors / muted colours / washed out / faded colors / bleach bypass / "
            "faded colours / pastel / pastels / subdued / desaturated / matte / faded / "
            "低饱和 / 低饱和度 / 素雅 / 淡雅 / 柔淡 / 莫兰迪 / 褪色 / 清新 / 日系 / 小清新 / "
            "ins 风 / ins 风格 / 性冷淡风 / 北欧风 / 清新风"
        ),
        "dreamy": (
            "dreamy / dreamlike / dream like / ethereal / soft glow / hazy glow / magical / "
            "fairytale / fairy tale / romantic look / romantic mood / romantic vibe / "
            "romantic feel / romantic style / like in a dream / like a dream / 梦幻 / 朦胧 / "
            "唯美 / 仙气 / 梦境 / 童话"
        ),
    },
    Kind.TONE: {
        "brightness": ("brightness / exposure / 亮度 / 曝光"),
        "contrast": ("contrast / 对比度 / 对比 / 反差"),
        "contrast+": ("contrasty / high contrast / 高对比 / 高对比度 / 强对比"),
        "contrast-": ("low contrast / 低对比 / 低对比度"),
        "saturation": ("saturation / 饱和度 / 色彩饱和度"),
        "saturation-": "desaturate / desaturating",
        "look": (
            "colour / color / colors / colours / tone / tones / look / filter / filters / "
            "grade / colour grade / color grade / grading / color grading / colour grading / "
            "vibe / style / tint / palette / looks / mood / moods / feel / hue / "
            "颜色 / 色调 / 滤镜 / 调色 / 色彩 / 风格 / 效果 / 感觉"
        ),
    },
    Kind.PLAIN: {
        "": (
            "natural color / natural colour / natural colors / natural colours / original color / "
            "original colour / original colors / original colours / normal color / normal colour / "
            "normal colors / normal colours / in color / in colour / in full color / "
            "in full colour / back to color / back to colour / full color / full colour / "
            "ungraded / no color change / no colour change / no color changes / "
            "no colour changes / no filter / color again / colour again / color back / "
            "colour back / back in color / back in colour / in colour again / in color again / "
            "restore the color / restore the colour / colors again / colours again / 原色 / "
            "原来的颜色 / 自然色 / 恢复颜色 / 恢复色彩 / 颜色还原 / 还原颜色 / 还原色彩 / "
            "正常颜色 / 彩色 / 不要滤镜 / 恢复彩色 / 变回彩色 / 恢复原色 / 还原原色 / 还原成原色"
        ),
    },
    Kind.COLOR: {
        "red": ("red / chinese red / china red / 红 / 红色 / 中国红 / 大红 / 大红色 / 正红"),
        "yellow": ("yellow / 黄 / 黄色"),
        "blue": ("blue / 蓝 / 蓝色"),
        "green": ("green / 绿 / 绿色"),
        "lightgreen": ("light green / pale green / mint / mint green / 浅绿 / 浅绿色 / 嫩绿"),
        "darkgreen": ("dark green / forest green / 深绿 / 深绿色 / 墨绿 / 墨绿色"),
        "white": ("white / 白 / 白色"),
        "black": ("black / 黑 / 黑色"),
        "orange": ("orange / 橙色 / 橘色 / 橙"),
        "pink": ("pink / 粉色 / 粉红 / 粉红色"),
        "purple": ("purple / 紫 / 紫色"),
        "violet": ("violet / 紫罗兰色"),
        "gold": ("gold / golden / 金 / 金色 / 金黄色"),
        "silver": ("silver / 银色"),
        "gray": ("gray / grey / 灰 / 灰色"),
        "cyan": ("cyan / 青色"),
        "turquoise": ("turquoise / 绿松石色"),
        "teal": ("teal / 蓝绿色"),
        "navy": ("navy / navy blue / 藏青 / 深蓝 / 深蓝色"),
        "skyblue": ("sky blue / light blue / 天蓝 / 天蓝色 / 浅蓝 / 浅蓝色"),
        "magenta": ("magenta / 品红 / 洋红"),
        "brown": ("brown / 棕色"),
        "beige": ("beige / 米色"),
        "ivory": ("ivory / cream / 象牙白"),
        "crimson": ("crimson / dark red / 深红 / 深红色"),
        "maroon": ("maroon / 酒红"),
        "lime": "lime / lime green",
        "coral": ("coral / 珊瑚色"),
        "salmon": "salmon",
        "lavender": ("lavender / 薰衣草色"),
        "tomato": "tomato",
    },
}
