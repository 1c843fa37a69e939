"""Words for questions and small talk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

TALK: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.QUESTION: {  # opens a question about the studio
        "": (
            "what / which / how / why / who / when / where / is there / are there / do you / "
            "help / help me / what's / what is / how's / is it / can i / how to / how do / "
            "how can / how does / is my / are my / do my / will my / does my / is this free / "
            "is it free / 什么 / 哪些 / 怎么 / 怎样 / 如何 / 为什么 / 帮助 / 有没有 / 多长 / "
            "哪种 / 会什么 / 多少 / 吗 / 呢 / 多大 / 多快 / 多高 / 多亮"
        ),
    },
    Kind.WONDER: {  # sounds like a question and asks for a change
        "": (
            "can you / could you / would you / will you / can we / could we / how about / "
            "what about / why not / what if / why don't you / why don't we / can it / "
            "could it / is it possible to / do you mind / would it be possible to / "
            "can you please / could you please / how about we / mind if / shall we / "
            "能不能 / 能不能把 / 可以把 / 可不可以 / 能否 / 可以 / 能 / 你能 / 能把 / 好吗 / "
            "行吗 / 可以吗 / 不行吗 / 行不行 / 好不好 / 成吗 / 行么 / 可以么 / 好么"
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
            "no / nope / nah / no thanks / no thank you / not now / not this one / not that one / "
            "不 / 不了 / 不用 / 不用了 / 算了 / 不是这个 / 不是这样"
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
}
