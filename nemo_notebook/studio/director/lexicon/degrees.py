"""Words for units, amounts and comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

DEGREES: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.UNIT: {
        "second": ("second~ / sec / secs / s / 秒 / 秒钟"),
        "minute": ("minute~ / min / mins / 分钟 / 分"),
        "ms": ("millisecond~ / ms / 毫秒"),
        "fps": (
            "fps / frames per second / frame rate / framerate / frames a second / frames / "
            "hz / "
            "帧 / 帧每秒 / 帧率 / 格"
        ),
        "percent": ("percent / per cent / pct / % / 百分比 / 百分之"),
        "tenth": "成",
        "p": ("p / pixels / px / 像素"),
        "times": ("times / x / 倍"),
        "step": ("steps / step / changes / edits / versions / things / 步 / 次 / 个"),
        "hour": ("hour~ / 小时 / 钟头"),
    },
    Kind.HALF: {
        "": ("and a half / 个半"),
    },
    Kind.AMOUNT: {
        "0.05": (
            "minimum / the minimum / as little as possible / the bare minimum / "
            "最小 / 最少 / 最低 / 最弱"
        ),
        "0.25": (
            "not much / not a lot / not a lot of / not many / nothing heavy / not heavy / "
            "a tiny bit / tiny bit / tiny / a smidge / a smidgen / ever so slightly / a little / "
            "a little bit / a bit / a touch / a touch of / a hint of / hint of / a tad / slight / "
            "slightly / subtle / subtly / gently / gentle / light / lightly / softly / faint / "
            "faintly / mild / mildly / sparse / a few / thin / delicate / delicately / a bit of / "
            "small / a little of / kind of / somewhat / little / minimal / barely / "
            "just a touch of / a dash of / not too much / not too many / not too strong / "
            "not too heavy / not too thick / nothing too strong / nothing too heavy / "
            "don't overdo it / keep it subtle / keep it light / but not too much / "
            "but not too heavy / but not too strong / a hint / hint / a few of them / just a few / "
            "only a few / lil / a lil / nothing crazy / nothing wild / nothing fancy / "
            "nothing dramatic / a notch / a whisker / a hair / but not heavy / but not strong / "
            "but not thick / but not dense / but not intense / but not a lot / a handful / "
            "a handful of / just a handful / a sprinkling / a sprinkling of / a scattering / "
            "a scattering of / one or two / here and there / hardly any / barely any / soft / "
            "a lil bit / lil bit / a lil bit of / bit of / a wee bit / a wee bit of / 不用很多 / "
            "不要很多 / 不用太大 / 别很多 / 不多 / 小 / 一点 / 一点点 / 有点 / 轻轻 / 轻轻地 / "
            "轻微 / 轻 / 微微 / 稍微 / 稍 / 略微 / 少许 / 些微 / 淡淡 / 少量 / 细 / 薄 / 点 / "
            "点点 / 轻度 / 微 / 不要太多 / 不要太大 / 别太大 / 别太多 / 不要太强 / 不用太多 / "
            "不要太浓 / 有些 / 有点儿"
        ),
        "0.5": (
            "some / moderate / moderately / medium / "
            "一些 / 些 / 适中 / 中等 / 适量 / 半个画面 / 半幅画面"
        ),
        "0.8": (
            "a lot / a lot of / lots of / lots / heavy / heavily / strong / strongly / "
            "dense / thick / very / much / way / far / really / dramatic / dramatically / "
            "deep / deeply / a great deal / intense / intensely / quite a bit / "
            "considerably / big / hard / super / plenty of / huge / so / so far / "
            "that much / so much / so many / so strongly / lots of them / a lot of them / "
            "plenty of them / many of them / torrential / pelting / ferocious / "
            "raging / "
            "大量 / 很多 / 强烈 / 浓 / 浓浓 / 厚 / 非常 / 很 / 大 / 猛烈 / 多多 / 大幅 / "
            "明显 / 特别 / 好多 / 许多 / 重度 / 纷飞 / 滂沱"
        ),
        "1": (
            "extreme / extremely / maximum / max / as much as possible / all the way / fully / "
            "full / tons of / as far as possible / massive / completely / totally / entirely / "
            "最大 / 极度 / 极其 / 最强 / 满 / 拉满 / 完全 / 彻底"
        ),
    },
    Kind.MORE: {
        "+": (
            "still more / more still / yet more / farther / more / even more / further / "
            "additional / extra / increase~ / raise~ / boost~ / crank~ up / turn~ up / bump~ up / "
            "pump~ up / higher / not enough / intensify~ / not so little / kick it up / "
            "crank~ it up / amp~ up / amp~ it up / step up / beef up / barely visible / "
            "hardly visible / can barely see / can hardly see / barely see / hardly see / "
            "can't see / cannot see / not visible / invisible / too subtle / too faint / "
            "hard to see / not noticeable / move it higher / put it higher / higher up / "
            "a bit higher up / 调高点 / 调高一点 / 提高一点 / 升一点 / 提一点 / 高 / 高一点 / "
            "高一些 / 更多 / 多 / 更 / 再 / 增加 / 提高 / 增强 / 加强 / 加大 / 调高 / 提升 / "
            "下大一点 / 下大点 / 下大些 / 下得大一点 / 多一点 / 多一些 / 多点 / 不够 / 加多 / "
            "看不清 / 看不到 / 看不见 / 几乎看不见 / 不明显 / 太淡 / 太弱 / 太少 / 比刚才 / "
            "比现在 / 比之前 / 比原来 / 比刚刚 / 比上次 / 比以前"
        ),
        "-": (
            "even less / still less / less still / yet less / less far / not as far / not so far / "
            "less / fewer / reduce~ / decrease~ / lower~ / lessen~ / tone~ down / turn~ down / "
            "dial~ down / dial~ back / cut down on / not so much / not as much / not that much / "
            "too much / too many / less of / lower / bring~ down / weaken~ / thin~ out / "
            "thin~ it out / ease off / ease up on / tone~ it down / dial~ it back / "
            "dial~ it down / scale~ back / go easy on / easy on the / easy with the / "
            "take it down a notch / that far / not quite so much / not quite as much / "
            "not quite so far / move it lower / put it lower / lower down / 降 / 降一点 / 降点 / "
            "降一些 / 调低点 / 调低一点 / 降低一点 / 低 / 低一点 / 低一些 / 少 / 更少 / 减少 / "
            "降低 / 减 / 减去 / 减弱 / 减小 / 调低 / 少一点 / 少一些 / 少点 / 下小一点 / 下小点 / "
            "下小些 / 下得小一点 / 没那么 / 不那么 / 太多 / 别那么 / 不要那么 / 不要太 / 别太 / "
            "调小"
        ),
    },
    Kind.QUALITY: {  # an adjective of degree; with "too" it asks for the opposite
        "length+": ("lengthy / long / 长"),
        "length-": ("short / brief / 短"),
        "brightness+": ("bright / light and airy / overexposed / 亮 / 明亮"),
        "brightness-": ("dark / dim / moody / gloomy / underexposed / 暗 / 昏暗 / 黑暗 / 低调光"),
        "saturation+": "saturated / vivid / vibrant / colorful / colourful / 艳 / 艳丽",
        "volume+": ("loud / loudly / 响 / 大声 / 吵"),
        "volume-": ("quiet / quietly / 小声 / 轻声"),
        "amount+": ("much of it / strong effect / high / 强 / 重"),
        "amount-": ("weak / weakly / low / 弱 / 淡"),
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
            "slow~ right down / slow~ it right down / slower / more slowly / slow~ down / "
            "slow~ it down / slow it / slow things down / less fast / less quickly / "
            "not so fast / not that fast / not as fast / "
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
            "brighter / brighten~ / high key lighting / high key look / brighten~ up / lighten~ / "
            "lighten~ up / lighter / brighten~ it up / lighten~ it up / brighten~ things up / "
            "turn~ the lights up / turn~ up the lights / lights up / high key / 亮一点 / 亮点 / "
            "更亮 / 提亮 / 调亮 / 亮一些 / 亮些 / 加亮"
        ),
        "brightness-": (
            "darker / darken~ / low key lighting / low key look / dimmer / moodier / "
            "dim~ the lights / turn~ the lights down / turn~ down the lights / lower~ the lights / "
            "lights down / low key / 暗一点 / 暗点 / 更暗 / 压暗 / 调暗 / 暗一些 / 暗些 / 变暗"
        ),
        "contrast+": (
            "contrastier / punchier / look flat / looks flat / too flat / feels flat / "
            "feels a bit flat / looks a bit flat / a bit flat / 有点灰 / 太灰 / 偏灰 / 灰蒙蒙"
        ),
        "contrast-": "flatter",
        "saturation+": (
            "more saturated / richer / more vibrant / look washed out / looks washed out / "
            "too washed out / look dull / looks dull / too dull / too pale / look pale / "
            "looks pale / a bit dull / "
            "更鲜艳 / 鲜艳一点 / 鲜艳些 / 更饱和"
        ),
        "saturation-": (
            "less saturated / less colorful / less colourful / less vivid / less vibrant / "
            "不那么鲜艳 / 没那么鲜艳"
        ),
        "volume+": (
            "louder / turn it up / 太轻了 / 太小声了 / 大声一点 / 大声点 / 更大声 / 响一点 / "
            "调大声 / 响点 / 更响 / 声音大 / 声音大一点 / "
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
            "更明显 / 明显一点 / 强一些 / 密一点 / 重一点 / 更重 / 重一些 / 重些"
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
        "leans": ("偏"),
    },
    Kind.AS: {
        "": "as",
    },
}
