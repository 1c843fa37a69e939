"""Words for what holds a sentence together, and what may be passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

JOINTS: Final[Mapping[Kind, Mapping[str, str]]] = {
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
            "as we / as you / all while / while also / at once / 同时 / 一边 / 的同时 / 与此同时"
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
        "": ("last / final / at the very end / at the end / in the end / 末尾 / 结尾 / 后 / 最后"),
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
        "": (
            "a / an / 一个 / 一段 / 个 / 一场 / 一行 / 一 / 一只 / 一条 / 一头 / 一匹 / 一辆 / "
            "一棵 / 一位 / 一名 / 一架 / 一艘 / 一群"
        ),
    },
    Kind.IT: {
        "": ("it / that one / this one / 它"),
    },
    Kind.SMALL: {
        "": (
            "please / of / is / are / be / being / really / just now / in the dark / right now / "
            "right away / all right / alright / that's right / on the left / on the right / "
            "so that / like / look nice / i / me / i'd / i'll / i'm / we / you / kindly / thanks / "
            "thank you / hi / hello / hey / ok / okay / yes / yeah / yep / sure / great / nice / "
            "good / perfect / love it / video / clip / movie / film / should / teaser / trailer / "
            "promo / would / could / will / can / want to / would like / i want / i would like / "
            "i need / again / once more / nothing else / nothing more / even / is enough / "
            "are enough / will do / is fine / is plenty / to be / try / do / let's / lets / "
            "little more time / still photo / still image / still life / it's / that's / there / "
            "also so / has / there's / everyone / here / hmm / um / actually / uh / maybe / "
            "perhaps / then again / to the music / to the beat / to the rhythm / with the beat / "
            "on the beat / in time with the music / something / something more / "
            "everything else stays the same / everything else stays / keep everything else / "
            "keep everything else the same / leave everything else / keep the rest / "
            "leave the rest / the rest stays / the rest stays the same / all else stays / "
            "everything else as it is / i said / i asked for / i wanted / i told you / or so / "
            "or thereabouts / give or take / roughly / approximately / around about / "
            "i changed my mind / changed my mind / i've changed my mind / on second thought / "
            "on second thoughts / more or less / like to listen to / love to listen to / "
            "likes to listen to / loves to listen to / wait / hold on / no wait / oh wait / "
            "wait no / diagonally / diagonal / less or more / no more than / not more than / "
            "no longer than / not longer than / at most / at least / no less than / not over / "
            "其实 / 流畅 / 像无人机一样 / 没别的 / 没有别的 / 就够了 / 够了 / 请 / 的 / 地 / 得 / "
            "吧 / 了 / 着 / 啊 / 呀 / 我 / 我们 / 你 / 是 / 很好 / 谢谢 / 好 / 好的 / 我说的是 / "
            "我是说 / 帮我 / 请帮我 / 希望 / 视频 / 短片 / 效果 / 一下 / 像 / 一样 / 有 / 起 / "
            "起来 / 上 / 里 / 嗯 / 整体 / 整个 / 我想 / 想 / 就行 / 即可 / 来说 / 时 / 时候 / "
            "随着音乐 / 跟着音乐 / 随音乐 / 播放 / 其他不变 / 别的不变 / 其它不变 / 其余不变 / "
            "其他保持不变 / 其他的不变 / 都不变 / 其他都不变 / 别的都不变 / 其余保持不变 / "
            "其他保持原样 / 笑话 / 我改主意了 / 改主意了 / 想了想 / 等等 / 等一下 / 不对 / "
            "不超过 / 别超过 / 不要超过 / 最多 / 至少 / 不少于 / 马上 / 立刻 / 立即"
        ),
    },
    Kind.RETHINK: {  # takes back what was said before
        "": (
            "actually / on second thought / on second thoughts / i changed my mind / "
            "changed my mind / i've changed my mind / wait / hold on / no wait / oh wait / "
            "wait no / well actually / 其实 / 我改主意了 / 改主意了 / 想了想 / 等等 / 等一下 / 不对"
        ),
    },
    Kind.WORD: {  # compounds that hold a word of another meaning
        "": (
            "war / wars / violinist / pianist / guitarist / cellist / "
            "漂白 / 漂漂亮亮 / 延时 / 加油 / 不负 / 不忘 / 不见不散 / 去旅行 / 去远方 / 红红火火 / "
            "红火 / 火锅 / 大吉大利"
        ),
    },
}
