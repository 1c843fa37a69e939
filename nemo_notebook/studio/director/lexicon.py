"""The words of the director: which phrases, English and Chinese, name which idea.

Data only. A phrase is a run of words between slashes; `~` after an English word stands for all of
its forms ("pan~" is pan, pans, panned, panning). Chinese phrases are written as they are said, in
simplified characters. `value@number` carries a number along: a drizzle is rain, and little of it.
"""

from __future__ import annotations

from enum import StrEnum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """What a token is, whatever the language."""

    # Things of a shot
    MOVE = auto()
    GO = auto()
    HEADING = auto()
    SPEED = auto()
    PACE = auto()
    REACH = auto()
    REVERSE = auto()
    MOTION = auto()
    AGENT = auto()
    AIR = auto()
    LOOK = auto()
    TONE = auto()
    PLAIN = auto()
    TITLE = auto()
    SAY = auto()
    SHOWN = auto()
    COLOR = auto()
    POSITION = auto()
    MUSIC = auto()
    MOOD = auto()
    FEELING = auto()
    GENRE = auto()
    VOLUME = auto()
    SILENCE = auto()
    UPLOADED = auto()
    OWN_SOUND = auto()
    TRANSITION = auto()
    BETWEEN = auto()
    TRIM = auto()
    FADE = auto()
    LOOP = auto()
    ASPECT = auto()
    PLATFORM = auto()
    HEIGHT = auto()
    LENGTH = auto()
    RANDOM = auto()
    CANNOT = auto()
    ANIMATE = auto()
    EFFECT = auto()
    # Numbers and degrees
    NUMBER = auto()
    RATIO = auto()
    HALF = auto()
    ALWAYS = auto()
    QUANTITY = auto()
    UNIT = auto()
    AMOUNT = auto()
    MORE = auto()
    QUALITY = auto()
    CHANGE = auto()
    TIMES = auto()
    TOO = auto()
    AS = auto()
    # What is to be done
    ADD = auto()
    MAKE = auto()
    NOT = auto()
    OFF = auto()
    SPLIT = auto()
    EXCEPT = auto()
    ALL = auto()
    ONLY = auto()
    KEEP = auto()
    REPLACE = auto()
    EACH = auto()
    INTO = auto()
    INSTEAD = auto()
    ALSO = auto()
    UNDO = auto()
    REDO = auto()
    RESTART = auto()
    QUESTION = auto()
    WONDER = auto()
    ASK = auto()
    NOW = auto()
    CHAT = auto()
    EXPORT = auto()
    # What holds a sentence together
    AND = auto()
    OR = auto()
    WITH = auto()
    BUT = auto()
    THEN = auto()
    WHILE = auto()
    FIRST = auto()
    LAST = auto()
    AFTER = auto()
    BEFORE = auto()
    FROM = auto()
    TO = auto()
    TOWARD = auto()
    AT = auto()
    IN = auto()
    OUT = auto()
    FOR = auto()
    BY = auto()
    THE = auto()
    A = auto()
    IT = auto()
    SMALL = auto()
    COMMA = auto()
    STOP = auto()
    ASKED = auto()
    COLON = auto()
    QUOTE = auto()
    WORD = auto()


LEXICON: Mapping[Kind, Mapping[str, str]] = {
    Kind.MOVE: {
        "pan": (
            "pan~ / truck~ / track~ / tracking shot / lateral move~ / horizontal pan~ / sweep~ / "
            "平移 / 横移 / 摇镜 / 摇镜头 / 横摇 / 摇 / 摇摄 / 横扫 / 扫过 / 扫过去 / 摇过去 / "
            "平移过去"
        ),
        "pan/left": "左移 / 左摇 / 左平移 / 移左",
        "pan/right": "右移 / 右摇 / 右平移 / 移右",
        "pan/fast": ("whip pan~ / swish pan~ / 甩镜头 / 甩镜"),
        "tilt": (
            "tilt~ / vertical pan~ / pedestal~ / crane~ / boom shot / crane shot / jib~ / "
            "俯仰 / 竖摇 / 升降 / 升降镜头"
        ),
        "tilt/up": (
            "look~ up / rise~ up / rise~ / ascend~ / boom~ up / "
            "上摇 / 上移 / 上升 / 升起 / 仰起 / 抬头 / 升镜头 / 上仰 / 仰拍"
        ),
        "tilt/down": (
            "look~ down / descend~ / lower~ the camera / boom~ down / "
            "下摇 / 下移 / 下降 / 降下 / 低头 / 降镜头 / 下俯 / 俯拍 / 俯冲 / 向下俯冲"
        ),
        "zoom": ("zoom~ / 变焦 / 缩放"),
        "zoom/in": (
            "zoom~ in / zoom~ into / zoom~ closer / close~ in / close up / closeup / enlarge~ / "
            "magnify~ / punch~ in / start~ wide / begin~ wide / start~ from wide / "
            "wide to tight / from wide to close / start~ wide and end~ on a close up / "
            "start~ wide and end~ close / start~ wide and end~ on the close up / "
            "放大 / 拉近 / 特写 / 变大"
        ),
        "zoom/out": (
            "zoom~ out / zoom~ back / zoom~ away / pull~ back / pull~ out / pull~ away / pull~ / "
            "widen~ / widen~ out / reveal shot / start~ tight / begin~ tight / "
            "start~ close and reveal / begin~ close and reveal / from close to wide / "
            "pull~ the camera back / pull~ the camera out / pull~ the camera away / "
            "pull~ the shot back / bring~ the camera back / "
            "由近及远 / 由近到远 / 从近到远 / 缩小 / 拉远 / 拉开 / 后拉 / 拉镜头 / 拉镜 / 拉出 / "
            "拉 / 变小"
        ),
        "zoom/in/fast": "crash zoom~ / snap zoom~",
        "dolly": ("dolly~ / dollies / parallax / parallax effect / 视差 / 视差效果"),
        "dolly/in": (
            "dolly~ in / dollies in / push~ in / push~ into / push~ / push~ forward / "
            "push~ closer / move~ closer / move~ forward / move~ forwards / go~ closer / "
            "get~ closer / come~ closer / closer / approach~ / creep~ in / step~ closer / "
            "track~ in / truck~ in / track~ forward / track~ forwards / some depth / "
            "depth effect / sense of depth / 3 d / 2.5 d / 3 d effect / push~ the camera in / "
            "push~ the camera forward / move~ the camera in / move~ the camera closer / "
            "move~ the camera forward / bring~ the camera closer / bring~ the camera in / "
            "由远及近 / 由远到近 / 从远到近 / 向前走 / 推近 / 推进 / 推镜头 / 推镜 / 推向 / "
            "前推 / 推 / 靠近 / 走近 / 前移 / 接近 / 往前走 / 立体感 / 立体 / 空间感 / 纵深感 / "
            "3 d 效果 / 推过去 / 推上去"
        ),
        "dolly/out": (
            "dolly~ out / dolly~ back / dollies out / dollies back / move~ back / move~ away / "
            "move~ backwards / step~ back / back~ away / track~ out / track~ back / truck~ out / "
            "truck~ back / move~ the camera back / move~ the camera away / move~ the camera out / "
            "move~ the camera backwards / "
            "往后退 / 向后退 / 退 / 退远 / 后退 / 后移 / 退后 / 远离 / 移远"
        ),
        "orbit": (
            "orbit~ / circle~ around / circle~ / arc~ around / arc~ / arc shot / rotate~ around / "
            "move~ around / go~ around / revolve~ / revolve~ around / swing~ around / "
            "fly~ around / spin~ around / turn~ around / walk~ around / travel~ around / "
            "move~ round / go~ round / circle~ round / drive~ around / run~ around / 360 / "
            "360 degree / 360 degrees / full circle / "
            "环绕 / 围绕 / 绕着 / 绕 / 盘旋 / 环拍 / 绕拍 / 转一圈 / 绕一圈 / 绕一周 / 转圈"
        ),
        "roll": (
            "roll~ / rotate~ / spin~ / dutch angle / dutch tilt / twist~ / turn~ clockwise / "
            "旋转 / 转动 / 倾斜 / 翻滚 / 滚转 / 转"
        ),
        "handheld": (
            "handheld / hand held / shaky / shaky cam / shaky camera / camera shake / shake~ / "
            "shaking / jitter~ / wobble~ / vlog style / documentary style / film~ by hand / "
            "film~ on a phone / film~ with a phone / film~ it with a phone / "
            "film~ it on a phone / shot on a phone / shot on my phone / shot with a phone / "
            "phone footage / home video / amateur video / found footage / wobbly / jittery / "
            "jerky / unsteady / "
            "手持 / 手持感 / 手持镜头 / 抖动 / 晃动 / 手抖 / 摇晃 / 随手拍 / 手机拍 / 手机拍摄 / "
            "摇摇晃晃"
        ),
        "static": (
            "keep~ it steady / hold~ it steady / steady shot / steady camera / keep~ steady / "
            "static / locked off / lock~ off / locked down / tripod / tripod shot / "
            "fixed camera / keep~ still / hold~ still / stay~ still / stand~ still / "
            "camera still / still camera / perfectly still / completely still / keep it still / "
            "motionless / no camera movement / no camera motion / no camera move / "
            "no camera moves / no movement / don't move the camera / do not move the camera / "
            "without moving the camera / without camera movement / stop moving / "
            "stop the camera / stop moving the camera / freeze~ the camera / lock~ the camera / "
            "camera doesn't move / camera does not move / camera stays put / frame still / "
            "shot still / view still / picture still / image still / everything still / "
            "shot steady / camera steady / frame steady / view steady / camera fixed / "
            "stay~ locked / stay~ fixed / stay~ static / remain~ still / remain~ fixed / "
            "remain~ static / remain~ locked / stay~ where it is / "
            "shot fixed / frame fixed / freeze~ / stay~ put / hold / hold there / hold it / "
            "hold it there / pause / shot locked / camera locked / view locked / frame locked / "
            "停住 / 停下 / 停下来 / 定住 / 不动 / 静止 / 固定镜头 / 固定机位 / 镜头固定 / 固定 / "
            "定镜 / 定机位 / 不要运镜 / 不要移动镜头 / 别动镜头 / 镜头别动 / 不要动镜头 / "
            "镜头不要动 / 不移动"
        ),
        "kenburns": ("ken burns / 肯伯恩斯"),
        "vertigo": ("dolly zoom / vertigo effect / vertigo / 希区柯克变焦 / 滑动变焦"),
    },
    Kind.GO: {
        "go": (
            "go~ / going / move~ / moving / travel~ / slide~ / shift~ / glide~ / fly~ / scroll~ / "
            "turn~ / swing~ / swings / push the view / look~ / head~ / float the camera / "
            "drift the camera / goes / went / creep~ / crawl~ / ease~ / inch~ / edge~ / wander~ / "
            "pull the view / "
            "移动 / 移 / 移到 / 滑动 / 滑 / 飞 / 转向 / 运动 / 走 / 挪 / 挪到 / 移至 / 动起来 / "
            "动 / 看 / 看向 / 挪动 / 移过去 / 飞过去"
        ),
    },
    Kind.HEADING: {
        "left": (
            "left / to the left / leftward / leftwards / from right to left / right to left / "
            "from the right to the left / left side / "
            "左 / 向左 / 往左 / 朝左 / 左边 / 左侧 / 从右到左 / 从右往左 / 从右向左 / 由右至左 / "
            "由右向左 / 自右向左 / 从右至左 / 向左边 / 往左边"
        ),
        "right": (
            "right / to the right / rightward / rightwards / from left to right / left to right / "
            "from the left to the right / right side / "
            "右 / 向右 / 往右 / 朝右 / 右边 / 右侧 / 从左到右 / 从左往右 / 从左向右 / 由左至右 / "
            "由左向右 / 自左向右 / 从左至右 / 向右边 / 往右边"
        ),
        "up": (
            "up / upward / upwards / from bottom to top / bottom to top / skyward / "
            "from the bottom to the top / "
            "向上 / 往上 / 朝上 / 从下到上 / 从下往上 / 从下向上 / 由下至上 / 由下向上 / "
            "自下而上"
        ),
        "down": (
            "down / downward / downwards / from top to bottom / top to bottom / "
            "from the top to the bottom / "
            "向下 / 往下 / 朝下 / 从上到下 / 从上往下 / 从上向下 / 由上至下 / 由上向下 / "
            "自上而下"
        ),
        "in": ("inward / inwards / forward / forwards / 向前 / 往前 / 朝前 / 向内 / 往里 / 向里"),
        "out": ("outward / outwards / backward / backwards / 向后 / 往后 / 朝后 / 向外 / 往外"),
        "up/left": (
            "top left / upper left / up left / "
            "top left corner / upper left corner / top left hand corner / "
            "左上 / 左上方 / 左上角 / 向左上 / 往左上 / 朝左上 / 向左上方 / 往左上方 / 朝左上方"
        ),
        "up/right": (
            "top right / upper right / up right / "
            "top right corner / upper right corner / top right hand corner / "
            "右上 / 右上方 / 右上角 / 向右上 / 往右上 / 朝右上 / 向右上方 / 往右上方 / 朝右上方"
        ),
        "down/left": (
            "bottom left / lower left / down left / "
            "bottom left corner / lower left corner / bottom left hand corner / "
            "左下 / 左下方 / 左下角 / 向左下 / 往左下 / 朝左下 / 向左下方 / 往左下方 / 朝左下方"
        ),
        "down/right": (
            "bottom right / lower right / down right / "
            "bottom right corner / lower right corner / bottom right hand corner / "
            "右下 / 右下方 / 右下角 / 向右下 / 往右下 / 朝右下 / 向右下方 / 往右下方 / 朝右下方"
        ),
        "clockwise": ("clockwise / 顺时针"),
        "counterclockwise": (
            "counterclockwise / counter clockwise / anticlockwise / anti clockwise / 逆时针"
        ),
    },
    Kind.SPEED: {
        "slow": (
            "slow / slowly / slow motion / slow mo / leisurely / unhurried / unhurriedly / "
            "gradual / gradually / half speed / calmly / ever so slowly / gently / gentle / "
            "softly / "
            "轻轻 / 轻轻地 / 缓慢 / 缓慢地 / 慢慢 / 慢慢地 / 缓缓 / 缓缓地 / 慢速 / 慢 / 徐徐 / "
            "慢镜头 / 慢动作 / 缓"
        ),
        "normal": (
            "normal speed / medium speed / regular speed / moderate pace / moderate speed / "
            "normal pace / steady pace / "
            "正常速度 / 中速 / 匀速 / 常速"
        ),
        "fast": (
            "fast / quick / quickly / rapid / rapidly / swift / swiftly / speedy / speedily / "
            "hurried / high speed / "
            "快速 / 快速地 / 迅速 / 迅速地 / 飞快 / 飞快地 / 快 / 高速 / 快快"
        ),
    },
    Kind.PACE: {
        "": ("speed / pace / tempo / 速度 / 速率"),
    },
    Kind.REACH: {
        "": (
            "movement / motion / distance / travel distance / "
            "幅度 / 运动幅度 / 动作幅度 / 移动幅度 / 力度 / 程度"
        ),
    },
    Kind.REVERSE: {
        "": (
            "opposite / the other way / other way / the other direction / other direction / "
            "opposite direction / opposite way / the opposite way / the opposite / reverse~ / "
            "other side / "
            "reverse direction / in reverse / the other way around / other way round / "
            "the wrong way / wrong direction / wrong way / flip the direction / swap direction / "
            "swap directions / switch direction / switch directions / change direction / "
            "change the direction / turn it around / flip it / invert~ / the other side / "
            "反方向 / 反过来 / 反向 / 换个方向 / 相反方向 / 相反 / 方向反了 / 反着来 / 掉头 / "
            "另一个方向 / 另一边 / 换方向 / 倒过来 / 反着 / 反一下 / 左右反 / 反转 / 反转一下 / "
            "左右对调 / 左右互换"
        ),
    },
    Kind.MOTION: {
        "breathe": (
            "breathe~ / breathing / inhale~ / chest rises and falls / rises and falls / "
            "rise and fall / chest rising / "
            "呼吸 / 胸口起伏"
        ),
        "sway": (
            "sway~ / rock~ gently / wave / waving / waved / bend~ / flutter~ / rustle~ / "
            "dance in the wind / blow~ in the wind / blowing / in the wind / in the breeze / "
            "move~ in the wind / wind in the / wind / windy / breeze / breezy / gust~ / "
            "随风摇 / 风中摇 / 摇来摇去 / 随风摆 / "
            "摇曳 / 摇摆 / 摆动 / 随风 / 随风摆动 / 飘动 / 随风摇曳 / 左右摇摆 / 晃 / 起风 / "
            "有风 / 风吹 / 微风 / 大风 / 吹动"
        ),
        "float": (
            "float~ / hover~ / levitate~ / bob~ / 漂浮 / 悬浮 / 浮动 / 飘浮 / 浮起来 / 飘起来"
        ),
        "drift": (
            "drift~ / flow~ / flows / crash~ on / crash~ against / lap~ / splash~ / surge~ / "
            "飘移 / 漂移 / 飘过 / 流动 / 飘 / 飘动着 / 流 / 流淌"
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
            "soft background / background soft / "
            "虚化 / 模糊 / 景深 / 浅景深 / 失焦 / 散景 / 人像模式 / 糊 / 糊掉 / 虚掉 / 弄糊"
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
            "they / hair / dress / character / product / bottle / dog / cat / puppy / kitten / "
            "bird / couple / foreground / statue / boat / ship / car / horse / bride / groom / "
            "mom / dad / mother / father / in front / in the front / in the foreground / "
            "grandma / grandpa / grandmother / grandfather / friend / friends / family / wife / "
            "husband / son / daughter / sister / brother / balloon / balloons / lantern / "
            "lanterns / plane / bike / sneaker / shoe / shoes / astronaut / doll / toy / robot / "
            "人物 / 主体 / 主角 / 人 / 她 / 他 / 它们 / 女孩 / 男孩 / 女人 / 男人 / 孩子 / 小孩 / "
            "宝宝 / 脸 / 头发 / 产品 / 商品 / 前景 / 猫 / 狗 / 小狗 / 小猫 / 模特 / 裙子 / 船 / "
            "奶奶 / 爷爷 / 妈妈 / 爸爸 / 朋友 / 新娘 / 新郎 / 气球 / 灯笼 / 飞机"
        ),
        "foliage": (
            "tree / trees / leaf / leaves / grass / flower / flowers / branch / branches / "
            "plant / plants / foliage / palms / palm trees / forest / wheat / reeds / bushes / "
            "wheat field / meadow / bamboo / hedge / lawn / bush / reed / cherry tree / "
            "cherry trees / "
            "树 / 树木 / 树叶 / 叶子 / 草 / 小草 / 草地 / 花 / 花朵 / 树枝 / 植物 / 树林 / 森林 / "
            "柳树 / 芦苇 / 麦田 / 麦浪 / 竹子 / 竹林 / 柳条 / 灌木 / 樱花树 / 樱树"
        ),
        "sky": (
            "sky / skies / cloud / clouds / "
            "天空 / 云 / 云彩 / 云朵 / 白云 / 天 / 夜空 / 晚霞 / 云海 / 云层 / 乌云"
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
            "downpour / pouring / rainstorm / raining cats and dogs / it's pouring / "
            "bucketing down / "
            "大雨 / 暴雨 / 倾盆大雨 / 暴风雨 / 下大雨"
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
        "embers": ("ember / embers / spark / sparks / cinders / 火星 / 余烬 / 火花 / 灰烬"),
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
            "vignette / vignetting / vignettes / dark edges / dark corners / darken~ the edges / "
            "darken~ the corners / darkened edges / darker corners / darker edges / "
            "darkened corners / shaded corners / edges darker / corners darker / dark borders / "
            "暗角 / 晕影 / 四角压暗 / 四周压暗 / 边角压暗"
        ),
        "light_leak": (
            "light leak / light leaks / lightleak / lens flare / lens flares / sun flare / "
            "flares / "
            "漏光 / 光晕 / 镜头光晕 / 耀斑"
        ),
    },
    Kind.LOOK: {
        "warm": (
            "warm / warmer / warmth / golden hour look / golden hour colours / golden light / "
            "golden / cozy / cosy / sunny / sunset colors / sunset colours / sunset look / "
            "amber / "
            "暖 / 暖色 / 暖色调 / 温暖 / 暖调 / 暖一点 / 偏暖 / 更暖 / 金色"
        ),
        "cool": (
            "bluer / cool / cooler / cold / colder / icy / chilly / wintry / blueish / bluish / "
            "blue tint / cool tones / "
            "冷 / 冷色 / 冷色调 / 冷调 / 偏冷 / 冷一点 / 更冷 / 清冷"
        ),
        "bw": (
            "black and white / black white / b and w / b w / bw / monochrome / grayscale / "
            "greyscale / gray scale / grey scale / noir / film noir / no color / no colour / "
            "no colors / no colours / without color / without colour / remove the color / "
            "remove the colour / "
            "黑白 / 黑白色 / 单色 / 灰度 / 黑白照 / 黑白效果 / 去色"
        ),
        "sepia": (
            "sepia / sepia tone / sepia toned / brownish / 棕褐色 / 褐色 / 泛黄 / 棕色调 / 老照片"
        ),
        "vintage": (
            "super 8 reel / film reel / old reel / movie reel / super 8 film / "
            "silent movie / silent film / vintage / retro / nostalgic / old film / "
            "old fashioned / old timey / polaroid / super 8 / 8mm / 16mm / seventies / "
            "old movie / 70s / 80s / 90s / like an old photo / like an old photograph / "
            "like an old picture / old photo look / old photo effect / look old / look aged / "
            "like old film / "
            "复古 / 怀旧 / 老电影 / 胶片 / 胶片感 / 年代感 / 老照片效果"
        ),
        "cinematic": (
            "cinematic / film look / movie look / movie like / like a movie / like a film / "
            "filmic / hollywood / teal and orange / blockbuster / "
            "电影感 / 电影 / 电影质感 / 电影风 / 电影风格 / 电影色调 / 大片感 / 青橙"
        ),
        "vivid": (
            "vivid / make it pop / make the colors pop / make the colours pop / vibrant / "
            "colorful / colourful / more colorful / more colourful / punchy / saturated / "
            "rich colors / rich colours / bold colors / bold colours / "
            "鲜艳 / 鲜明 / 鲜亮 / 浓郁 / 色彩丰富 / 艳丽"
        ),
        "muted": (
            "muted / muted colors / muted colours / washed out / faded colors / faded colours / "
            "pastel / pastels / subdued / desaturated / matte / faded / "
            "低饱和 / 低饱和度 / 素雅 / 淡雅 / 柔淡 / 莫兰迪 / 褪色 / 清新 / 日系 / 小清新"
        ),
        "dreamy": (
            "dreamy / dreamlike / dream like / ethereal / soft glow / hazy glow / magical / "
            "fairytale / fairy tale / "
            "梦幻 / 朦胧 / 唯美 / 仙气 / 梦境 / 童话"
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
            "colour / color / colors / colours / tone / tones / look / filter / filters / grade / "
            "colour grade / color grade / grading / color grading / colour grading / vibe / "
            "style / tint / palette / looks / mood / moods / "
            "颜色 / 色调 / 滤镜 / 调色 / 色彩 / 风格 / 效果 / 感觉"
        ),
    },
    Kind.PLAIN: {
        "": (
            "natural color / natural colour / natural colors / natural colours / original color / "
            "original colour / original colors / original colours / normal color / "
            "normal colour / normal colors / normal colours / in color / in colour / "
            "in full color / in full colour / back to color / back to colour / full color / "
            "full colour / ungraded / no filter / color again / colour again / color back / "
            "colour back / back in color / back in colour / in colour again / in color again / "
            "restore the color / restore the colour / colors again / colours again / "
            "原色 / 原来的颜色 / 自然色 / 恢复颜色 / 恢复色彩 / 正常颜色 / 彩色 / 不要滤镜 / "
            "恢复彩色 / 变回彩色"
        ),
    },
    Kind.TITLE: {
        "": (
            "title / titles / text / caption / captions / subtitle / subtitles / headline / "
            "lettering / letters / words / overlay / text overlay / title card / heading / "
            "tagline / "
            "标题 / 文字 / 字幕 / 题目 / 字 / 片名 / 文案 / 大字"
        ),
    },
    Kind.SAY: {
        "": (
            "titled / called / entitled / captioned / named / saying / says / say / that says / "
            "with the name / with the text / "
            "that reads / reads / reading / which says / with the words / write / writing / "
            "rename it / call it / title it / name it / rename it to / spelling / "
            "写着 / 写上 / 写 / 叫做 / 叫 / 名为 / 题为 / 内容是 / 内容为 / 打上"
        ),
    },
    Kind.SHOWN: {  # how long a title stands
        "": (
            "appear~ / disappear~ / show~ up / pop~ up / come~ in / comes up / on screen / "
            "stay~ on screen / stay~ on / stay~ / stays / stay~ visible / visible / display~ / "
            "remain~ / "
            "出现 / 消失 / 显示 / 停留 / 展示时间"
        ),
    },
    Kind.COLOR: {
        "red": ("red / 红 / 红色"),
        "yellow": ("yellow / 黄 / 黄色"),
        "blue": ("blue / 蓝 / 蓝色"),
        "green": ("green / 绿 / 绿色"),
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
    Kind.POSITION: {
        "top": (
            "top / at the top / on top / upper / upper third / top left / top right / header / "
            "upper left / upper right / top left corner / top right corner / upper left corner / "
            "upper right corner / 左上 / 左上角 / 左上方 / 右上 / 右上角 / 右上方 / 放上面 / "
            "放上方 / 放上部 / "
            "顶部 / 上方 / 顶端 / 上面 / 最上面 / 画面上方 / 上部"
        ),
        "center": (
            "center / centre / middle / in the middle / centered / centred / "
            "中间 / 中央 / 正中 / 中心 / 居中 / 正中间 / 当中"
        ),
        "bottom": (
            "lower thirds / "
            "bottom / at the bottom / lower third / lower / underneath / bottom left / "
            "bottom right / footer / lower left / lower right / bottom left corner / "
            "bottom right corner / lower left corner / lower right corner / "
            "左下 / 左下角 / 左下方 / 右下 / 右下角 / 右下方 / "
            "底部 / 下方 / 底端 / 下面 / 最下面 / 画面下方 / 下部 / 底下"
        ),
    },
    Kind.MUSIC: {
        "": (
            "music / soundtrack / song / tune / melody / score / audio / sound / bgm / "
            "background music / background track / musical / music track / audio track / "
            "backing track / beats / "
            "音乐 / 配乐 / 背景音乐 / 乐曲 / 曲子 / 伴奏 / 声音 / 旋律 / 背景乐 / bgm 音乐"
        ),
    },
    Kind.MOOD: {
        "lofi": ("lofi / lo fi / lo fi beats / lofi beats / chillhop / chill hop / 低保真"),
        "piano": ("piano / pianos / 钢琴 / 钢琴曲"),
        "ambient": ("ambient / ambience / atmospheric / 氛围音乐 / 环境音乐 / 氛围"),
        "upbeat": ("upbeat / up beat / 欢快 / 轻快 / 动感 / 节奏感强"),
        "acoustic": (
            "acoustic / guitar / ukulele / folk / unplugged / 原声 / 吉他 / 民谣 / 木吉他"
        ),
        "cinematic": (
            "orchestral / orchestra / cinematic music / epic music / film score / strings / "
            "管弦乐 / 交响 / 交响乐 / 史诗 / 弦乐"
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
            "spacey / tranquil / slow paced / "
            "节奏慢 / 慢节奏 / "
            "平静 / 安静 / 宁静 / 舒缓 / 柔和 / 空灵 / 轻柔"
        ),
        "lofi": ("chill / relaxing / relaxed / laid back / study / mellow / 放松 / 慵懒"),
        "cinematic": (
            "epic / dramatic / grand / heroic / suspenseful / intense / 震撼 / 大气 / 紧张 / "
            "激昂 / 激情 / 热血 / 磅礴 / 恢弘 / 有气势"
        ),
        "piano": (
            "sad / sadder / emotional / romantic / sentimental / melancholic / tender / "
            "classical / "
            "悲伤 / 忧伤 / 浪漫 / 抒情 / 感人 / 古典"
        ),
        "acoustic": ("country / rustic / campfire / 田园 / 乡村"),
    },
    Kind.GENRE: {  # music that is not made here, with the nearest mood that is
        "lofi": (
            "jazz / hip hop / hiphop / rap / blues / r and b / trap / jazzy / bluesy / "
            "爵士 / 嘻哈 / 说唱 / 蓝调"
        ),
        "upbeat": (
            "rock / techno / edm / house music / disco / electronic / drum and bass / k pop / "
            "摇滚 / 电子 / 电音 / 迪斯科"
        ),
        "cinematic": ("metal / opera / 歌剧 / 重金属"),
    },
    Kind.VOLUME: {
        "": ("volume / loudness / 音量"),
        "0.2": ("low volume / 低音量"),
        "0.8": ("high volume / 高音量"),
        "1": ("full volume / maximum volume / 最大音量"),
    },
    Kind.SILENCE: {
        "": (
            "mute / muted audio / silent / silence / silently / no sound / no audio / "
            "without sound / soundless / "
            "静音 / 无声 / 不要声音 / 无音乐"
        ),
    },
    Kind.ALWAYS: {
        "": (
            "the whole time / whole time / throughout / the entire time / all the time / always / "
            "the whole video / the entire video / the whole clip / the entire clip / "
            "from start to finish / until the end / "
            "整个视频 / 整个短片 / 整个片子 / "
            "一直 / 全程 / 始终 / 从头到尾"
        ),
    },
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
            "走动 / 走两步 / 奔跑 / 跑 / 站起来 / 坐下 / 转身 / 回头 / 招手 / 鼓掌 / 握手 / "
            "睁眼 / 闭眼"
        ),
        "subject:breathe": (
            "smile~ / smiling / blink~ / talk~ / speak~ / sing~ / laugh~ / cry / crying / wink~ / "
            "kiss~ / hug~ / lip sync / lip syncing / lipsync / say hello / say something / "
            "chew~ / frown~ / "
            "说话 / 唱歌 / 对口型 / 眨眼 / 微笑 / 笑 / 开口说话 / 哭 / 拥抱 / 亲吻"
        ),
        "title": (
            "voice over / voiceover / narrate~ / narration / narrator / voice / speech / "
            "旁白 / 配音 / 解说 / 朗读"
        ),
        "background:blur": (
            "replace the background / change the background / remove the background / "
            "swap the background / remove background / new background / different background / "
            "cut out the subject / remove the person / remove the people / remove the man / "
            "remove the woman / remove the object / green screen / "
            "换背景 / 抠图 / 去掉背景 / 更换背景 / 换个背景 / 去背景 / 去掉人物 / 抠像"
        ),
        "look:dreamy": (
            "cartoon / anime / oil painting / watercolor / watercolour / sketch / pixel art / "
            "claymation / pixar / ghibli / 3d model / "
            "卡通 / 动漫 / 油画 / 水彩 / 素描 / 二次元"
        ),
        "atmosphere:embers": (
            "fire / flames / explosion / explosions / explode~ / fireworks / "
            "火焰 / 爆炸 / 烟花 / 着火 / 火"
        ),
        "atmosphere:rain": (
            "lightning / thunder / thunderstorm / hail / 闪电 / 打雷 / 雷电 / 冰雹"
        ),
        "atmosphere:snow": (
            "confetti / petals / falling leaves / leaves falling / feathers / cherry blossoms / "
            "花瓣 / 彩带 / 落叶 / 羽毛 / 樱花"
        ),
        "atmosphere:fireflies": (
            "sparkles / sparkle / glitter / stars / shooting stars / 星星 / 流星 / 闪光 / 亮片"
        ),
        "atmosphere:fog": ("smoke / steam / 烟雾 / 烟 / 蒸汽"),
        "atmosphere:light_leak": (
            "god rays / sun rays / sun beams / sunbeams / rays of light / 光束 / 阳光射线"
        ),
        "title:plain": ("font / fonts / bold / italic / italics / 字体 / 加粗 / 斜体"),
        "music": ("sound effects / sound effect / rain sounds / bird sounds / 音效"),
        "move": (
            "morph~ / transform her / transform him / make her older / make her younger / "
            "make him older / age her / change her hair / change her clothes / change her dress / "
            "变脸 / 变老 / 变年轻 / 换衣服 / 换脸"
        ),
        "look:vivid": ("cyberpunk / neon / 赛博朋克 / 霓虹"),
    },
    Kind.UPLOADED: {
        "": (
            "my song / my music / my own music / my own song / my track / my soundtrack / "
            "my own track / my audio / my own audio / my tune / my mp3 / my own soundtrack / "
            "my audio file / my music file / the mp3 / the mp3 file / the wav / the wav file / "
            "mp3 / uploaded song / uploaded music / uploaded track / uploaded audio / "
            "uploaded soundtrack / uploaded mp3 / uploaded file / music i uploaded / "
            "song i uploaded / track i uploaded / audio i uploaded / mp3 i uploaded / "
            "tune i uploaded / song i sent / song i sent you / music i sent / music i sent you / "
            "song i gave you / music i gave you / song i added / music i added / our song / "
            "my recording / "
            "我的音乐 / 我的歌 / 我上传的音乐 / 我上传的歌 / 我上传的歌曲 / 上传的音乐 / "
            "上传的歌 / 上传的歌曲 / 我自己的音乐 / 我自己的歌 / 自己的音乐 / 自己的歌 / "
            "我上传的音频 / 上传的音频 / 我的歌曲 / 我的配乐 / 我的背景音乐 / 我传的音乐 / "
            "我传的歌 / 我发的音乐 / 我发的歌 / 我给的音乐 / 我的音频 / 我上传的曲子"
        ),
        "composed": (
            "your music / your own music / the studio's music / generated music / "
            "composed music / "
            "你的音乐 / 你做的音乐 / 生成的音乐 / 自动配乐"
        ),
    },
    Kind.OWN_SOUND: {
        "": (
            "its sound / its audio / the clip's own sound / "
            "original sound / original audio / original soundtrack / original volume / "
            "clip's sound / clip's audio / clip sound / clip audio / video's sound / "
            "video's audio / sound of the clip / sound of the video / audio of the clip / "
            "audio of the video / sound from the video / audio from the video / "
            "sound from the clip / live sound / natural sound / own sound / own audio / "
            "camera sound / camera audio / recorded sound / sound it was filmed with / "
            "ambient sound of the clip / source audio / background noise / "
            "原视频声音 / 视频原声 / 视频声音 / 视频的声音 / 现场声 / 原音 / 同期声 / 原声 / "
            "原声音 / 原来的声音 / 原片声音 / 视频里的声音"
        ),
    },
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
            "slide transition / slide transitions / sliding transition / sliding transitions / "
            "slide between / slides between / sliding between / push transition / "
            "push transitions / "
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
        "": "fade / fades / fading",
        "white": ("fade~ to white / fade~ from white / fade~ out to white / 白场"),
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
            "boomerang~ / ping pong / pingpong / back and forth / forwards and backwards / "
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
            "vertical / vertically / portrait / portrait mode / upright / full screen vertical / "
            "tall / phone screen / for my phone / for phones / "
            "竖屏 / 竖版 / 竖向 / 竖直 / 竖 / 竖着 / 手机屏"
        ),
        "16:9": (
            "landscape / horizontal / widescreen / wide screen / landscape mode / wide / "
            "横屏 / 横版 / 横向 / 宽屏 / 横着"
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
            "抖音 / 小红书 / 快手 / 视频号 / 朋友圈视频 / 微信视频号 / 抖音视频"
        ),
        "16:9": (
            "youtube / you tube / vimeo / bilibili / tv / television / powerpoint / twitter / "
            "for x / on x / twitch / facebook video / "
            "b 站 / 哔哩哔哩 / 优酷 / 西瓜视频 / 电视 / 西瓜 / 公众号 / b 站视频"
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
            "different version / different variation / shuffle~ / new seed / different seed / "
            "换一版 / 换个版本 / 再来一版 / 再来一次 / 另一个版本 / 换个随机"
        ),
        "seed": ("seed / random seed / 种子 / 随机种子"),
    },
    Kind.EFFECT: {
        "": ("effect / effects / particles and all / weather / 特效 / 天气"),
    },
    Kind.ANIMATE: {
        "": (
            "animate~ / animated / bring~ it to life / bring~ this to life / come~ alive / "
            "come~ to life / bring~ to life / to life / make it move / make this move / "
            "make it alive / surprise me / do something nice / do something cool / feel alive / "
            "alive / look alive / "
            "动起来 / 活起来 / 让它动 / 做成视频 / 生成视频 / 变成视频 / 做个视频 / 做一个视频"
        ),
        "video": (
            "make a video / make me a video / make a clip / create a video / create a clip / "
            "generate a video / generate a clip / turn this into a video / turn it into a video / "
            "make this a video / turn this photo into a video / make a short video / a video"
        ),
    },
    Kind.UNIT: {
        "second": ("second~ / sec / secs / s / 秒 / 秒钟"),
        "minute": ("minute~ / min / mins / 分钟 / 分"),
        "ms": ("millisecond~ / ms / 毫秒"),
        "fps": (
            "fps / frames per second / frame rate / framerate / frames a second / frames / hz / "
            "帧 / 帧每秒 / 帧率"
        ),
        "percent": ("percent / per cent / pct / % / 百分比 / 百分之"),
        "tenth": "成",
        "p": ("p / pixels / px / 像素"),
        "times": ("times / x / 倍"),
        "step": ("steps / step / changes / edits / versions / things / 步 / 次 / 个"),
    },
    Kind.HALF: {
        "": ("and a half / 个半"),
    },
    Kind.AMOUNT: {
        "0.25": (
            "not much / not a lot / not a lot of / not many / nothing heavy / not heavy / "
            "不用很多 / 不要很多 / 不用太大 / 别很多 / 不多 / "
            "a tiny bit / tiny bit / tiny / a smidge / a smidgen / ever so slightly / a little / "
            "a little bit / a bit / a touch / a touch of / a hint of / hint of / a tad / slight / "
            "slightly / subtle / subtly / gently / gentle / light / lightly / softly / faint / "
            "faintly / mild / mildly / sparse / a few / thin / delicate / delicately / a bit of / "
            "small / a little of / kind of / somewhat / little / minimal / barely / "
            "just a touch of / a dash of / not too much / not too many / not too strong / "
            "not too heavy / not too thick / nothing too strong / nothing too heavy / "
            "don't overdo it / keep it subtle / keep it light / but not too much / "
            "but not too heavy / but not too strong / a hint / hint / a few of them / "
            "just a few / only a few / "
            "小 / 一点 / 一点点 / 有点 / 轻轻 / 轻轻地 / 轻微 / 轻 / 微微 / 稍微 / 稍 / 略微 / "
            "少许 / 些微 / 淡淡 / 少量 / 细 / 薄 / 点 / 点点 / 轻度 / 微 / 不要太多 / 不要太大 / "
            "别太大 / 别太多 / 不要太强 / 不用太多 / 不要太浓"
        ),
        "0.5": ("some / moderate / moderately / medium / 一些 / 些 / 适中 / 中等 / 适量"),
        "0.8": (
            "a lot / a lot of / lots of / lots / heavy / heavily / strong / strongly / dense / "
            "thick / very / much / way / far / really / dramatic / dramatically / deep / deeply / "
            "a great deal / intense / intensely / quite a bit / considerably / big / hard / "
            "super / plenty of / huge / so / so far / that much / so much / so many / "
            "so strongly / lots of them / a lot of them / plenty of them / many of them / "
            "大量 / 很多 / 强烈 / 浓 / 浓浓 / 厚 / 非常 / 很 / 大 / 猛烈 / 多多 / 大幅 / 明显 / "
            "特别 / 好多 / 许多 / 重度"
        ),
        "1": (
            "extreme / extremely / maximum / max / as much as possible / all the way / fully / "
            "full / tons of / as far as possible / massive / completely / totally / entirely / "
            "最大 / 极度 / 极其 / 最强 / 满 / 拉满 / 完全 / 彻底"
        ),
    },
    Kind.MORE: {
        "+": (
            "still more / more still / yet more / "
            "farther / more / even more / further / additional / extra / increase~ / raise~ / "
            "boost~ / crank~ up / turn~ up / bump~ up / pump~ up / higher / not enough / "
            "intensify~ / not so little / kick it up / crank~ it up / amp~ up / amp~ it up / "
            "step up / beef up / "
            "调高点 / 调高一点 / 提高一点 / 升一点 / 提一点 / "
            "高 / 高一点 / 高一些 / 更多 / 多 / 更 / 再 / 增加 / 提高 / 增强 / 加强 / 加大 / "
            "调高 / 提升 / 多一点 / 多一些 / 多点 / 不够 / 加多"
        ),
        "-": (
            "even less / still less / less still / yet less / "
            "less far / not as far / not so far / less / fewer / reduce~ / decrease~ / lower~ / "
            "lessen~ / tone~ down / turn~ down / dial~ down / dial~ back / cut down on / "
            "not so much / not as much / not that much / too much / too many / less of / lower / "
            "bring~ down / weaken~ / thin~ out / thin~ it out / ease off / ease up on / "
            "tone~ it down / dial~ it back / dial~ it down / scale~ back / go easy on / "
            "easy on the / easy with the / take it down a notch / that far / not quite so much / "
            "not quite as much / not quite so far / "
            "降 / 降一点 / 降点 / 降一些 / 调低点 / 调低一点 / 降低一点 / "
            "低 / 低一点 / 低一些 / 少 / 更少 / 减少 / 降低 / 减弱 / 减小 / 调低 / 少一点 / "
            "少一些 / 少点 / 没那么 / 不那么 / 太多 / 别那么 / 不要那么 / 不要太 / 别太 / 调小"
        ),
    },
    Kind.QUALITY: {  # an adjective of degree; with "too" it asks for the opposite
        "length+": ("lengthy / long / 长"),
        "length-": ("short / brief / 短"),
        "brightness+": ("bright / light and airy / overexposed / 亮 / 明亮"),
        "brightness-": ("dark / dim / moody / gloomy / underexposed / 暗 / 昏暗 / 黑暗"),
        "saturation+": "saturated / vivid / vibrant / colorful / colourful",
        "volume+": ("loud / loudly / 响 / 大声 / 吵"),
        "volume-": ("quiet / quietly / 小声 / 轻声"),
        "amount+": ("much of it / strong effect / 强"),
        "amount-": ("weak / weakly / 弱 / 淡"),
    },
    Kind.CHANGE: {
        "speed+": (
            "speed~ it back up / faster / quicker / more quickly / speed~ up / speed~ it up / "
            "sped up / pick up the pace / hurry up / more speed / speedier / accelerate~ / "
            "not fast enough / speed it up / so slow / so slowly / that slow / that slowly / "
            "快一点 / 快点 / 快一些 / 快些 / 更快 / 加快 / 加速 / 再快一点 / 再快点 / 提速 / "
            "快起来"
        ),
        "speed-": (
            "slower / more slowly / slow~ down / slow~ it down / slow it / slow things down / "
            "less fast / less quickly / not so fast / not that fast / not as fast / "
            "not too fast / so fast / too quickly / decelerate~ / take it easy / not so hasty / "
            "calm down / less hectic / less frantic / too hectic / too frantic / so quickly / "
            "that fast / that quickly / so rapidly / so hastily / "
            "慢一点 / 慢点 / 慢一些 / 慢些 / 更慢 / 放慢 / 减速 / 再慢一点 / 再慢点 / 降速 / "
            "慢下来 / 更慢些 / 更缓慢"
        ),
        "length+": (
            "longer / lengthen~ / extend~ / stretch~ / prolong~ / stretch~ out / "
            "stretch~ it out / "
            "长一点 / 长点 / 更长 / 延长 / 加长 / 拉长 / 长一些 / 久一点 / 长些"
        ),
        "length-": (
            "shorter / shorten~ / trim~ / cut~ it down / shortened / "
            "短一点 / 短点 / 更短 / 缩短 / 剪短 / 短一些 / 短些"
        ),
        "brightness+": (
            "brighter / brighten~ / brighten~ up / lighten~ / lighten~ up / lighter / "
            "brighten~ it up / lighten~ it up / brighten~ things up / "
            "亮一点 / 亮点 / 更亮 / 提亮 / 调亮 / 亮一些 / 亮些 / 加亮"
        ),
        "brightness-": (
            "darker / darken~ / dimmer / moodier / "
            "暗一点 / 暗点 / 更暗 / 压暗 / 调暗 / 暗一些 / 暗些 / 变暗"
        ),
        "contrast+": "contrastier / punchier",
        "contrast-": "flatter",
        "saturation+": ("more saturated / 更鲜艳 / 鲜艳一点 / 鲜艳些 / 更饱和"),
        "saturation-": (
            "less saturated / less colorful / less colourful / less vivid / less vibrant / "
            "不那么鲜艳 / 没那么鲜艳"
        ),
        "volume+": (
            "louder / turn it up / "
            "大声一点 / 大声点 / 更大声 / 响一点 / 调大声 / 响点 / 更响 / 声音大 / 声音大一点 / "
            "声音大点"
        ),
        "volume-": (
            "quieter / softer / turn it down / less loud / not so loud / "
            "小声一点 / 小声点 / 更小声 / 安静点 / 轻一点 / 安静一点 / 声音小 / 声音小一点 / "
            "声音小点"
        ),
        "amount+": (
            "stronger / heavier / thicker / denser / more intense / harder / bolder / deeper / "
            "更强 / 更大 / 强一点 / 大一点 / 大一些 / 大些 / 大点 / 更浓 / 浓一点 / 强些 / "
            "更明显 / 明显一点 / 强一些 / 密一点"
        ),
        "amount-": (
            "weaker / subtler / gentler / thinner / sparser / more subtle / more gentle / "
            "milder / fainter / more gently / more subtly / "
            "更弱 / 更小 / 小一点 / 小一些 / 小些 / 小点 / 弱一点 / 淡一点 / 更淡 / 弱些 / 更轻 / "
            "弱一些 / 轻柔一点"
        ),
        "warmth-": ("less warm / too warm / not so warm / 太暖 / 没那么暖"),
        "warmth+": ("less cold / less cool / too cold / too cool / not so cold / 太冷 / 没那么冷"),
        "size": "bigger / larger / smaller / enlarge the / tinier",
    },
    Kind.TIMES: {
        "2": (
            "twice / double / doubled / two times / double the / double it / double that / "
            "翻倍 / 加倍 / 两倍 / 一倍 / 长一倍"
        ),
        "3": ("triple / three times / thrice / treble / triple it / 三倍"),
        "0.5": (
            "half / halve / cut in half / in half / halved / cut it in half / cut that in half / "
            "halve it / "
            "减半 / 一半 / 短一半"
        ),
    },
    Kind.TOO: {
        "": ("too / overly / a bit too / a little too / way too / 太 / 过于 / 有点太 / 过"),
    },
    Kind.AS: {
        "": "as",
    },
    Kind.ADD: {
        "": (
            "add~ / turn~ on / switch~ on / put~ / put / include~ / insert~ / give it / give me / "
            "throw in / throw~ in / overlay~ / apply / use / using / introduce~ / sprinkle in / "
            "bring in / need / needs / want / some more / have some / let there be / with added / "
            "sprinkle some / sprinkle a / sprinkle on / "
            "加 / 加上 / 添加 / 加入 / 增添 / 来点 / 来 / 配 / 配上 / 加点 / 加一点 / 加一些 / "
            "加个 / 加一个 / 来个 / 来一段 / 用 / 使用 / 加些 / 放上 / 叠加 / 要有 / 需要 / 要 / "
            "想要 / 给"
        ),
    },
    Kind.MAKE: {
        "": (
            "make~ / making / let / have / get / turn / set / give / cause / create / generate / "
            "change the / render / "
            "让 / 使 / 令 / 做成 / 变成 / 变得 / 调成 / 设置 / 设 / 做 / 把 / 将"
        ),
    },
    Kind.NOT: {
        "not": (
            "no / not / don't / dont / do not / without / never / avoid / avoiding / no more / "
            "none of / nor / doesn't / does not / no need for / minus / exclude / excluding / "
            "shouldn't / do without / instead of / rather than / in place of / "
            "不要 / 别 / 没有 / 无 / 不用 / 不需要 / 不 / 不加 / 不想要 / 无需 / 不要再 / 别再 / "
            "不配 / 不喜欢"
        ),
        "remove": (
            "remove~ / skip~ / drop / dropping / get rid of / lose the / take away / delete~ / "
            "turn off / stop / cancel / disable~ / omit / leave out / take off / take out / "
            "cut out / eliminate~ / erase~ / kill / clear / ditch / switch off / strip / "
            "strip out / strip away / hide~ / conceal / forget / forget about / never mind the / "
            "nevermind the / ignore / ignore the / "
            "去掉 / 删掉 / 删除 / 取消 / 移除 / 去除 / 关掉 / 关闭 / 去 / 拿掉 / 删 / 停止 / 停 / "
            "去掉所有 / 撤掉 / 免去 / 清除 / 隐藏"
        ),
    },
    Kind.OFF: {
        "": (
            "off / is not needed / not needed / isn't needed / goes away / must go / has to go / "
            "go away / should go / should stop / must stop / can stop / can go / "
            "should disappear / be gone / can disappear / has to stop / has to disappear / "
            "不要了 / 去了 / 都不要 / 就不要了 / 不用了 / 去掉吧 / 没了"
        ),
    },
    Kind.SPLIT: {
        "": "take / leave / cut / get / pull the",
    },
    Kind.EXCEPT: {
        "": (
            "except / except for / apart from / other than / aside from / everything but / "
            "excepting / all but / but not / "
            "除了 / 除 / 除去"
        ),
    },
    Kind.ALL: {
        "": (
            "everything / all / everything else / all the rest / the rest / all of it / all the / "
            "其他 / 其它 / 所有 / 全部 / 都 / 其余 / 别的 / 一切"
        ),
    },
    Kind.EACH: {  # of several photos
        "": (
            "each / each one / each photo / each picture / each image / each of them / "
            "photo every / picture every / image every / each of the photos / "
            "for each / for each photo / for each picture / per photo / "
            "per picture / per image / every photo / "
            "every picture / every image / apiece / "
            "每张 / 每一张 / 每张照片 / 每一张照片 / 每张图 / 每张图片 / 每个照片 / 各"
        ),
    },
    Kind.ONLY: {
        "": ("only / nothing but / 只 / 只要 / 只有 / 仅"),
    },
    Kind.KEEP: {
        "": ("keep~ / leave / retain / preserve / maintain / 保留 / 保持 / 留着 / 留下 / 要"),
        "only": (
            "just keep / only keep / keep only / keep just / leave only / "
            "只保留 / 只留下 / 只留 / 仅保留"
        ),
    },
    Kind.REPLACE: {
        "": (
            "trade~ / "
            "replace~ / swap~ / swap out / change~ / exchange / switch~ / substitute / convert~ / "
            "turn~ / change the / "
            "换成 / 换 / 改成 / 改为 / 替换 / 替换成 / 替换为 / 代替 / 换为 / 更换 / 改 / 变为 / "
            "换做"
        ),
    },
    Kind.INTO: {
        "": ("into / 成 / 为 / 到"),
    },
    Kind.INSTEAD: {
        "": ("instead / i meant / i mean / make that / rather / 而是 / 改用"),
    },
    Kind.ALSO: {
        "": (
            "also / too please / as well / additionally / in addition / plus / on top of that / "
            "another / besides / add to that / additional move / "
            "再 / 另外 / 还 / 还要 / 也 / 并且 / 再加 / 再来 / 再加上 / 此外 / 外加 / 同时再 / "
            "而且"
        ),
    },
    Kind.UNDO: {
        "": (
            "undo / undo that / undo it / undo the last / undo the last change / undo last / "
            "revert / revert that / go back / take that back / take it back / never mind / "
            "nevermind / scratch that / cancel that / step back one / roll back / "
            "roll that back / put it back / go back to the previous / previous version / "
            "as it was before / back to how it was / i don't like that / forget that / "
            "change it back / ctrl z / control z / cmd z / command z / take back the last / "
            "take back the last step / take back the last change / take the last one back / "
            "reverse the last change / cancel the last change / cancel the last step / "
            "remove the last change / delete the last change / drop the last change / "
            "remove the last step / "
            "撤销 / 撤回 / 上一步 / 回退 / 退回 / 取消上一步 / 撤销上一步 / 恢复上一步 / 还原 / "
            "恢复原样 / 回到上一步 / 回到上一个 / 改回去 / 改回来 / 变回去 / 返回上一步 / "
            "刚才的不要 / 刚才那个不要 / 刚才那步不要了 / 上一个不要了 / 刚才的不算 / "
            "上一步不要了 / 退一步 / 回退一步 / 刚才那步撤销 / 刚刚的不要"
        ),
    },
    Kind.REDO: {
        "": (
            "redo / redo that / redo it / redo the last / redo the last change / redo the change / "
            "undo the undo / undo that undo / undo my undo / take back the undo / ctrl y / "
            "control y / cmd y / command y / step forward one / "
            "恢复刚才撤销的 / 恢复刚刚撤销的 / 恢复撤销的内容 / 把撤销的恢复 / "
            "重做 / 取消撤销 / 撤销撤销 / 恢复撤销 / 恢复刚才的撤销 / 恢复撤销的 / 前进一步 / "
            "重做上一步"
        ),
    },
    Kind.RESTART: {
        "": (
            "start over / start again / from scratch / start from scratch / start afresh / "
            "start fresh / begin again / begin anew / reset everything / reset all / "
            "clean slate / forget everything / undo everything / undo all / new start / restart / "
            "do it over / begin from scratch / back to square one / forget all that / "
            "forget all of that / forget it all / scrap that / scrap everything / scrap it all / "
            "ignore all that / ignore everything so far / drop everything / new idea / "
            "wipe everything / throw it all away / "
            "重新开始 / 重来 / 从头开始 / 从头来 / 清空 / 全部重来 / 重新来 / 全部清除 / "
            "全部撤销 / 推倒重来 / 全都不要了 / 从零开始"
        ),
        "reset": ("reset / resetting / 重置"),
    },
    Kind.QUESTION: {  # opens a question about the studio
        "": (
            "what / which / how / why / who / when / where / is there / are there / do you / "
            "help / help me / what's / what is / how's / is it / can i / how to / how do / "
            "how can / how does / is my / are my / do my / will my / does my / is this free / "
            "is it free / "
            "什么 / 哪些 / 怎么 / 怎样 / 如何 / 为什么 / 帮助 / 有没有 / 多长 / 哪种 / 会什么 / "
            "多少 / 吗 / 呢"
        ),
    },
    Kind.WONDER: {  # sounds like a question and asks for a change
        "": (
            "can you / could you / would you / will you / can we / could we / how about / "
            "what about / why not / what if / why don't you / why don't we / can it / could it / "
            "is it possible to / do you mind / would it be possible to / can you please / "
            "could you please / how about we / mind if / shall we / "
            "能不能 / 能不能把 / 可以把 / 可不可以 / 能否 / 可以 / 能 / 你能 / 能把 / 好吗 / "
            "行吗 / 可以吗"
        ),
    },
    Kind.ASK: {  # about the abilities
        "": (
            "what can you do / what can you / what do you do / what can i / "
            "what else can you do / what are you able to do / what can i say / what can i ask / "
            "what can you make / what are my options / options / commands / help / capabilities / "
            "features / how does this work / how do i use / "
            "你能做什么 / 你会什么 / 能做什么 / 可以做什么 / 会做什么 / 有哪些 / 有什么 / "
            "支持什么 / 支持哪些 / 怎么用 / 能干什么 / 会干什么 / 功能 / 帮助 / 你会做什么 / "
            "可以干什么"
        ),
    },
    Kind.NOW: {
        "": (
            "now / currently / current / so far / at the moment / did you / just do / "
            "have you done / it look / look like / current settings / settings / "
            "刚才做了什么 / 改了什么 / 做了什么 / 现在 / 当前 / 目前 / 眼下"
        ),
    },
    Kind.CHAT: {  # where a sentence asks for nothing
        "greeting": (
            "hi / hello / hey / hi there / hello there / hey there / good morning / "
            "good afternoon / good evening / greetings / howdy / yo / "
            "你好 / 您好 / 嗨 / 哈喽 / 早上好 / 下午好 / 晚上好 / 早 / 在吗 / hello 你好"
        ),
        "thanks": (
            "thanks / thank you / thx / ty / cheers / thanks a lot / thank you so much / "
            "many thanks / much appreciated / "
            "谢谢 / 谢谢你 / 多谢 / 感谢 / 谢啦 / 辛苦了"
        ),
        "praise": (
            "perfect / great / nice / awesome / amazing / beautiful / lovely / wonderful / "
            "excellent / brilliant / fantastic / love it / i love it / i like it / i love this / "
            "looks good / looks great / well done / good job / that's it / cool / so good / wow / "
            "keep it / keep it like this / keep it that way / that's good / that's great / "
            "that's perfect / it's perfect / it's great / it's beautiful / "
            "完美 / 太好了 / 很好 / 真棒 / 你真棒 / 很棒 / 太棒了 / 不错 / 好看 / 很好看 / 漂亮 / "
            "真漂亮 / 真好看 / 厉害 / 喜欢 / 我喜欢 / 我很喜欢 / 就这样 / 太美了"
        ),
        "goodbye": (
            "bye / goodbye / bye bye / see you / see you later / good night / that's all / "
            "that's all for now / i'm done / "
            "再见 / 拜拜 / 晚安 / 回头见"
        ),
        "sorry": ("sorry / my bad / oops / apologies / 抱歉 / 对不起 / 不好意思"),
        "agree": (
            "ok / okay / yes / yeah / yep / sure / alright / all right / go / go ahead / do it / "
            "let's go / start / begin / please / fine / sounds good / proceed / continue / "
            "好 / 好的 / 可以 / 行 / 嗯 / 是 / 是的 / 对 / 开始 / 开始吧 / 继续 / 来吧 / "
            "就这么办 / 没问题"
        ),
        "refuse": (
            "no / nope / nah / no thanks / no thank you / not now / "
            "不 / 不了 / 不用 / 不用了 / 算了"
        ),
        "laugh": ("lol / haha / hahaha / lmao / 哈哈 / 哈哈哈 / 呵呵 / 嘻嘻"),
        "who": (
            "who are you / what are you / what's your name / what is your name / are you human / "
            "are you a robot / are you an ai / are you a bot / are you real / "
            "introduce yourself / "
            "你是谁 / 你叫什么 / 你叫什么名字 / 你是什么 / 你是机器人吗 / 你是人吗 / "
            "介绍一下自己 / 自我介绍"
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
    Kind.AND: {
        "": ("and / as well as / along with / together with / 和 / 与 / 跟 / 及 / 以及 / 并"),
    },
    Kind.OR: {
        "": ("or / nor / or any / 或 / 或者 / 还是 / 也不要 / 也别 / 也不"),
    },
    Kind.WITH: {
        "": ("with / plus a / featuring / 带 / 带有 / 伴随 / 伴着 / 搭配"),
    },
    Kind.BUT: {
        "": ("but / however / though / just / yet / 但 / 但是 / 不过 / 只是 / 就"),
    },
    Kind.THEN: {
        "": (
            "then / and then / followed by / after that / afterwards / afterward / next / "
            "finally / and finally / end with / ending with / before / subsequently / later / "
            "and lastly / lastly / end on / thereafter / then after that / finish with / "
            "finish by / finish on / finishing with / and finish with / end by / ending by / "
            "conclude with / to finish / to end with / wrap up with / once you get there / "
            "once there / when you get there / once done / once that's done / when that's done / "
            "when done / after which / when it arrives / secondly / thirdly / before that / "
            "然后 / 接着 / 随后 / 之后 / 以后 / 最后 / 再接着 / 紧接着 / 然后再 / 接着再 / "
            "接下来 / 后再 / 最后再 / 第二步 / 其次 / 在那之前 / 在此之前"
        ),
    },
    Kind.WHILE: {
        "": (
            "while / whilst / as the / at the same time / simultaneously / meanwhile / during / "
            "as we / as you / all while / while also / at once / "
            "同时 / 一边 / 的同时 / 与此同时"
        ),
    },
    Kind.FIRST: {
        "": (
            "first / firstly / at first / to begin with / start with / start by / begin with / "
            "begin by / "
            "先 / 首先 / 最初 / 前 / 开头 / 开始 / 一开始"
        ),
    },
    Kind.LAST: {
        "": ("last / final / at the end / in the end / 末尾 / 结尾 / 后 / 最后"),
    },
    Kind.AFTER: {
        "": ("after / once / starting at / starting / beginning at / 过 / 之后 / 以后 / 后"),
    },
    Kind.BEFORE: {
        "": ("until / till / up to / up until / 直到"),
    },
    Kind.FROM: {
        "": ("from / 从 / 自 / 第"),
    },
    Kind.TO: {
        "": ("to / through / 到 / 至"),
    },
    Kind.TOWARD: {
        "": (
            "on / onto / into / toward / towards / across / over / along / past / at / of / "
            "around / reveal / reveals / revealing / showing / show / shows / focus on / "
            "focusing on / follow / following / "
            "跟着 / 跟随 / 跟拍 / 展现 / 展示 / 露出 / 对准 / 聚焦"
        ),
    },
    Kind.AT: {
        "": ("at / 在 / 放在 / 位于 / 放到 / 放 / 摆 / 摆在 / 置于"),
    },
    Kind.IN: {
        "": "in / into",
    },
    Kind.OUT: {
        "": "out / away",
    },
    Kind.FOR: {
        "": "for / over / lasting",
    },
    Kind.BY: {
        "": ("by / 了"),
    },
    Kind.THE: {
        "": (
            "the / that / this / these / those / my / your / his / their / our / its / any / "
            "这个 / 那个 / 这 / 那 / 该"
        ),
    },
    Kind.A: {
        "": ("a / an / 一个 / 一段 / 个 / 一场 / 一行 / 一"),
    },
    Kind.IT: {
        "": ("it / that one / this one / 它"),
    },
    Kind.SMALL: {
        "": (
            "please / of / is / are / be / being / really / just now / in the dark / right now / "
            "right away / all right / alright / that's right / on the left / on the right / "
            "so that / like / look nice / i / me / i'd / i'll / i'm / we / you / kindly / "
            "thanks / thank you / hi / hello / hey / ok / okay / yes / yeah / yep / sure / "
            "great / nice / good / perfect / love it / video / clip / movie / film / should / "
            "would / could / will / can / want to / would like / i want / i would like / i need / "
            "again / once more / nothing else / nothing more / 没别的 / 没有别的 / "
            "even / is enough / are enough / will do / is fine / is plenty / "
            "就够了 / 够了 / "
            "to be / try / do / let's / lets / little more time / still photo / still image / "
            "still life / it's / that's / there / also so / has / there's / everyone / here / "
            "hmm / um / uh / maybe / perhaps / then again / to the music / to the beat / "
            "to the rhythm / with the beat / on the beat / in time with the music / something / "
            "something more / everything else stays the same / everything else stays / "
            "keep everything else / keep everything else the same / leave everything else / "
            "keep the rest / leave the rest / the rest stays / the rest stays the same / "
            "all else stays / everything else as it is / "
            "请 / 的 / 地 / 得 / 吧 / 了 / 着 / 啊 / 呀 / 我 / 我们 / 你 / 是 / 很好 / 谢谢 / "
            "好 / 好的 / 帮我 / 请帮我 / 希望 / 视频 / 短片 / 效果 / 一下 / 像 / 一样 / 有 / 起 / "
            "起来 / 上 / 里 / 嗯 / 整体 / 整个 / 我想 / 想 / 就行 / 即可 / 来说 / 时 / 时候 / "
            "随着音乐 / 跟着音乐 / 随音乐 / 播放 / 其他不变 / 别的不变 / 其它不变 / 其余不变 / "
            "其他保持不变 / 其他的不变 / 都不变 / 其他都不变 / 别的都不变 / 其余保持不变 / "
            "其他保持原样 / 笑话"
        ),
    },
}
