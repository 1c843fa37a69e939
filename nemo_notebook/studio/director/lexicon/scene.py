"""Words for what moves in the picture, who moves, and what hangs in the air."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

SCENE: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.MOTION: {
        "breathe": (
            "breathe~ / breathing / inhale~ / chest rises and falls / rises and falls / "
            "rise and fall / chest rising / "
            "呼吸 / 胸口起伏"
        ),
        "sway": (
            "sway~ / rock~ gently / wave / waving / waved / bend~ / flutter~ / billow~ / rustle~ / "
            "dance in the wind / blow~ in the wind / blowing / in the wind / in the breeze / "
            "move~ in the wind / wind in the / wind / windy / breeze / breezy / gust~ / rock the / "
            "rocks the / rocking / rock back / swirl~ / swirl~ around / 随风摇 / 风中摇 / "
            "摇来摇去 / 随风摆 / 摇曳 / 摇摆 / 摆动 / 随风 / 随风摆动 / 飘动 / 随风摇曳 / "
            "左右摇摆 / 晃 / 沙沙 / 沙沙作响 / 起风 / 有风 / 风吹 / 微风 / 大风 / 吹动"
        ),
        "float": (
            "float~ / hover~ / levitate~ / bob~ / 漂浮 / 悬浮 / 浮动 / 飘浮 / 浮起来 / 飘起来"
        ),
        "drift": (
            "drift~ / flow~ / timelapse / time lapse / flows / crash~ on / crash~ against / lap~ / "
            "splash~ / surge~ / 飘移 / 漂移 / 延时摄影 / 飘过 / 流动 / 飘 / 飘动着 / 流 / 流淌 / "
            "拍打 / 拍岸 / 涌动 / 翻涌 / 冲刷 / 漂 / 云卷云舒 / 缭绕"
        ),
        "ripple": (
            "ripple~ / rippling / undulate~ / gentle waves / shimmer~ / ripple effect / "
            "water ripples / "
            "荡漾 / 波动 / 起涟漪 / 涟漪 / 水波 / 波纹 / 水波纹 / 像水波一样荡漾 / 泛起涟漪 / "
            "波光粼粼 / 粼粼 / 波光 / 起伏 / 泛着波光"
        ),
        "blur": (
            "blur~ / blurred / blurry / bokeh / defocus~ / out of focus / "
            "shallow depth of field / depth of field / portrait blur / portrait mode blur / "
            "portrait mode effect / soften~ the background / soften~ the backdrop / "
            "soft background / background soft / soft focus / soft focussed / "
            "虚化 / 模糊 / 景深 / 浅景深 / 失焦 / 散景 / 人像模式 / 糊 / 糊掉 / 虚掉 / "
            "弄糊 / 虚 / 虚一些"
        ),
    },
    Kind.AGENT: {
        "camera": (
            "camera / cam / shot / view / lens / viewpoint / framing / camera move / "
            "camera moves / camera movement / camera motion / camera work / "
            "镜头 / 相机 / 机位 / 摄像机 / 视角 / 运镜"
        ),
        "picture": (
            "image / picture / photo / photograph / frame / 画面 / 图片 / 照片 / 图像 / 相片"
        ),
        "subject": (
            "subject / person / people / man / woman / girl / boy / lady / guy / kid / kids / "
            "child / children / baby / model / figure / face / her / him / she / he / them / "
            "they / character / product / bottle / dog / cat / puppy / kitten / bird / couple / "
            "foreground / statue / boat / ship / car / horse / bride / groom / mom / dad / "
            "mother / father / in front / in the front / in the foreground / grandma / grandpa / "
            "grandmother / grandfather / friend / friends / family / wife / husband / son / "
            "daughter / sister / brother / balloon / balloons / lantern / lanterns / plane / "
            "bike / sneaker / shoe / shoes / astronaut / doll / toy / robot / 人物 / 主体 / 主角 / "
            "人 / 她 / 他 / 它们 / 女孩 / 男孩 / 女人 / 男人 / 孩子 / 小孩 / 宝宝 / 脸 / 产品 / "
            "商品 / 前景 / 猫 / 狗 / 小狗 / 小猫 / 模特 / 船 / 奶奶 / 爷爷 / 妈妈 / 爸爸 / 朋友 / "
            "新娘 / 新郎 / 气球 / 灯笼 / 飞机 / 鸟 / 小鸟 / 鸟儿 / 姑娘 / 情侣 / 汽车 / 雕像 / "
            "杯子 / 瓶子 / 玩偶 / 老人"
        ),
        "foliage": (
            "tree / trees / leaf / leaves / grass / flower / flowers / branch / branches / "
            "plant / plants / foliage / palms / palm trees / forest / wheat / reeds / bushes / "
            "wheat field / meadow / bamboo / hedge / lawn / flag / flags / curtain / curtains / "
            "banner / banners / bush / reed / cherry tree / cherry trees / "
            "树 / 树木 / 树叶 / 叶子 / 草 / 小草 / 草地 / 花 / 花朵 / 树枝 / 植物 / 树林 / 森林 / "
            "柳树 / 芦苇 / 麦田 / 麦浪 / 竹子 / 竹林 / 柳条 / 灌木 / 樱花树 / 旗子 / 旗帜 / 窗帘 / "
            "彩旗 / 樱树"
        ),
        "sky": (
            "sky / skies / cloud / clouds / storm clouds / rain clouds / 天空 / 云 / 云彩 / 云朵 / "
            "白云 / 天 / 夜空 / 晚霞 / 云海 / 云层 / 乌云"
        ),
        "water": (
            "water / sea / ocean / lake / river / pond / waves / harbour / harbor / pool / "
            "stream / reflection / reflections / waterfall / waterfalls / fountain / creek / "
            "brook / puddle / surf / tide / "
            "水 / 水面 / 海 / 海面 / 大海 / 湖 / 湖面 / 湖水 / 河 / 河水 / 海水 / 倒影 / 波浪 / "
            "海浪 / 瀑布 / 溪水 / 溪流 / 江水 / 江面 / 喷泉 / 池塘 / 池水"
        ),
        "background": (
            "background / backdrop / back ground / everything behind / scenery / surroundings / "
            "背景 / 后景 / 景色 / 环境 / 背后"
        ),
        "cloth": (
            "hair / dress / skirt~ / dress~ / scarf / scarves / veil / cape / coat / "
            "ponytail / braid / beard / ribbon / sleeve / sleeves / "
            "头发 / 长发 / 发丝 / 秀发 / 裙子 / 裙摆 / 衣角 / 衣服 / 围巾 / 丝巾 / 面纱 / "
            "披风 / 发梢"
        ),
    },
    Kind.AIR: {
        "snow": (
            "snow / snows / snowing / snowfall / snowflake / snowflakes / snowy / falling snow / "
            "snowed / it snows / "
            "雪 / 下雪 / 飘雪 / 雪花 / 降雪 / 落雪 / 下雪效果 / 雪景效果 / 雪花飘落"
        ),
        "snow@0.9": (
            "blizzard / snowstorm / snow storm / 大雪 / 暴雪 / 暴风雪 / 鹅毛大雪 / 下大雪"
        ),
        "snow@0.25": ("flurries / flurry / 小雪 / 下小雪 / 细雪"),
        "rain": (
            "rain / rains / raining / rainfall / raindrops / rainy / shower / showers / "
            "falling rain / rained / it rains / "
            "雨 / 下雨 / 雨滴 / 雨水 / 下雨效果 / 降雨 / 落雨"
        ),
        "rain@0.9": (
            "downpour / pouring / rainstorm / raining cats and dogs / make it pour / "
            "it's pouring / bucketing down / it pours / storm / stormy / 大雨 / 暴雨 / 倾盆大雨 / "
            "暴风雨 / 下大雨"
        ),
        "rain@0.25": (
            "drizzle / drizzling / drizzly / sprinkle / 小雨 / 细雨 / 毛毛雨 / 下小雨 / 蒙蒙细雨"
        ),
        "fog": ("fog / foggy / mist / misty / haze / hazy / 雾 / 起雾 / 雾气 / 大雾天 / 薄雾弥漫"),
        "fog@0.8": "大雾 / 浓雾",
        "fog@0.25": "薄雾 / 轻雾 / 淡雾",
        "dust": (
            "dust / dusty / dust particles / dust motes / motes / floating particles / "
            "particles / "
            "灰尘 / 尘埃 / 浮尘 / 粉尘 / 尘土 / 微尘 / 粒子"
        ),
        "dust@0.9": "dust storm / sand storm / sandstorm / 沙尘暴",
        "embers": (
            "ember / embers / spark / sparks / cinders / 火星 / 余烬 / 火花 / 灰烬 / 炭火 / "
            "炭火余烬"
        ),
        "fireflies": (
            "firefly / fireflies / fire flies / glow worms / lightning bugs / 萤火虫 / 萤光"
        ),
        "bubbles": ("bubble / bubbles / soap bubbles / 气泡 / 泡泡 / 肥皂泡 / 水泡"),
        "grain": (
            "grain / grainy / film grain / grains / noise / noisy / old film grain / film noise / "
            "grain effect / noisy film look / noisy film / film grain look / grainy film / "
            "grainy film look / "
            "颗粒 / 颗粒感 / 胶片颗粒 / 噪点"
        ),
        "vignette": (
            "vignette / vignetting / vignettes / dark edges / dark corners / "
            "darken~ the edges / darken~ the corners / darkened edges / darker corners / "
            "darker edges / darkened corners / shaded corners / edges darker / "
            "corners darker / dark borders / "
            "暗角 / 晕影 / 四角压暗 / 四周压暗 / 边角压暗 / 四角暗 / 边缘暗 / 四周暗 / "
            "边角暗 / 四边暗 / 角落暗 / 四角变暗 / 边缘压暗 / 周边压暗 / 边缘变暗 / "
            "四周变暗"
        ),
        "light_leak": (
            "light leak / light leaks / lightleak / lens flare / lens flares / sun flare / "
            "flares / blue light leak / blue light leaks / 漏光 / 光晕 / 镜头光晕 / 耀斑"
        ),
    },
    Kind.EFFECT: {
        "": ("effect / effects / particles and all / weather / 特效 / 天气"),
    },
    Kind.ANIMATE: {
        "": (
            "animate~ / animated / bring~ it to life / bring~ this to life / come~ alive / "
            "come~ to life / bring~ to life / to life / make it move / make this move / "
            "make it alive / surprise me / do something nice / do something cool / feel alive / "
            "alive / look alive / give it some life / give it life / give this some life / "
            "some life / a bit of life / a little life / do your magic / impress me / "
            "do something / make it beautiful / make it pretty / make it nice / 动起来 / 活起来 / "
            "活过来 / 让它动 / 做成视频 / 生成视频 / 变成视频 / 做个视频 / 做一个视频"
        ),
        "video": (
            "make a video / make me a video / make a clip / create a video / create a clip / "
            "generate a video / generate a clip / turn this into a video / turn it into a video / "
            "make this a video / turn this photo into a video / make a short video / a video"
        ),
    },
}
