"""Words for what is to be done: add, remove, replace, keep, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

ORDERS: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.ADD: {
        "": (
            "add~ / turn~ on / switch~ on / put~ / put / include~ / insert~ / give it / "
            "give me / throw in / throw~ in / overlay~ / apply / use / using / introduce~ / "
            "sprinkle in / bring in / need / needs / want / some more / have some / "
            "let there be / with added / sprinkle some / sprinkle a / sprinkle on / "
            "加 / 加上 / 添加 / 加入 / 增添 / 来点 / 来 / 配 / 配上 / 加点 / 加一点 / "
            "加一些 / 加个 / 加一个 / 来个 / 来一段 / 用 / 使用 / 加些 / 放上 / 叠加 / "
            "要有 / 需要 / 要 / 想要 / 给 / 加回来 / 加回 / 弄回来 / 放回来 / 要回来 / "
            "加回去"
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
            "no / not / don't / dont / do not / without / never / avoid / avoiding / "
            "no more / none of / nor / doesn't / does not / no need for / minus / exclude / "
            "excluding / shouldn't / do without / instead of / rather than / in place of / "
            "neither / "
            "不要 / 别 / 没有 / 无 / 不用 / 不需要 / 不 / 不加 / 不想要 / 无需 / 不要再 / "
            "别再 / 不配 / 不喜欢 / 别用 / 不要用"
        ),
        "remove": (
            "remove~ / skip~ / drop / dropping / get rid of / lose the / take away / delete~ / "
            "turn off / stop / cancel / disable~ / omit / leave out / take off / take out / "
            "cut out / eliminate~ / erase~ / kill / clear / ditch / switch off / strip / "
            "strip out / strip away / hide~ / conceal / forget / forget about / never mind the / "
            "nevermind the / ignore / ignore the / lose / turn it off / switch it off / "
            "shut it off / turn that off / switch that off / 去掉 / 删掉 / 删除 / 取消 / 移除 / "
            "去除 / 关掉 / 关闭 / 去 / 拿掉 / 删 / 停止 / 停 / 去掉所有 / 撤掉 / 免去 / 清除 / "
            "隐藏 / 关了 / 关上 / 掐掉 / 停掉 / 删了 / 拿走 / 撤了 / 抹掉"
        ),
    },
    Kind.OFF: {
        "": (
            "off / is not needed / none / none at all / not needed / isn't needed / goes away / "
            "must go / has to go / go away / should go / should stop / must stop / can stop / "
            "can go / "
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
            "everything / all / everything else / all the rest / the rest / all of it / "
            "all the / rest / "
            "其他 / 其它 / 所有 / 全部 / 都 / 其余 / 别的 / 一切"
        ),
    },
    Kind.EACH: {  # of several photos
        "": (
            "each / each one / each photo / each picture / each image / each of them / "
            "photo every / picture every / image every / each of the photos / for each / "
            "for each photo / for each picture / per photo / per picture / per image / "
            "every photo / every picture / every image / apiece / every / "
            "每张 / 每一张 / 每张照片 / 每一张照片 / 每张图 / 每张图片 / 每个照片 / 各 / 每 / 每隔"
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
            "trade~ / replace~ / swap~ / swap out / change~ / exchange / switch~ / "
            "substitute / convert~ / turn~ / change the / rename~ / "
            "换成 / 换 / 改成 / 改为 / 替换 / 替换成 / 替换为 / 代替 / 换为 / 更换 / 改 / "
            "变为 / 换做"
        ),
    },
    Kind.INTO: {
        "": ("into / 成 / 为 / 到"),
    },
    Kind.INSTEAD: {
        "": (
            "instead / i meant / i mean / make that / rather / actually make that / "
            "or better / better make it / or rather / "
            "而是 / 改用"
        ),
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
            "nevermind / scratch that / cancel that / step back one / roll back / roll that back / "
            "put it back / go back to the previous / previous version / as it was before / "
            "back to how it was / i don't like that / forget that / change it back / ctrl z / "
            "bring it back / i liked the previous one better / the previous one was better / "
            "i liked the last one better / it was better before / control z / cmd z / command z / "
            "take back the last / take back the last step / take back the last change / "
            "take the last one back / reverse the last change / cancel the last change / "
            "cancel the last step / remove the last change / delete the last change / "
            "drop the last change / remove the last step / one step back / a step back / "
            "back one step / forget what i said / forget what i just said / ignore what i said / "
            "ignore my last / actually no / actually not / i don't like it / i don't want that / "
            "i don't like this / i liked it better before / previous one was better / "
            "it was better before that / 撤销 / 撤回 / 上一步 / 回退 / 退回 / 取消上一步 / "
            "撤销上一步 / 恢复上一步 / 还原 / 恢复原样 / 还是上一个好 / 还是之前的好 / "
            "还是刚才的好 / 上一个更好 / 回到上一步 / 回到上一个 / 改回去 / 改回来 / 变回去 / "
            "返回上一步 / 刚才的不要 / 刚才那个不要 / 刚才那步不要了 / 上一个不要了 / 刚才的不算 / "
            "上一步不要了 / 退一步 / 回退一步 / 刚才那步撤销 / 刚刚的不要 / 复原 / 倒退一步 / "
            "倒回去 / 其实不要 / 还是不要了 / 还是算了 / 我不喜欢这个"
        ),
        "first": (
            "go back to the first version / go back to the first / back to the first version / "
            "go back to the first one / 回到第一版 / 回到最初 / 回到最开始 / 回到第一个版本 / "
            "还是第一版"
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
            "start fresh / begin again / begin anew / reset everything / reset all / clean slate / "
            "forget everything / undo everything / undo all / new start / restart / do it over / "
            "begin from scratch / back to square one / forget all that / forget all of that / "
            "forget it all / scrap that / scrap everything / scrap it all / ignore all that / "
            "ignore everything so far / drop everything / new idea / wipe everything / "
            "throw it all away / wipe the slate clean / wipe the slate / fresh start / "
            "a fresh start / blank slate / start anew / do it all over / all over again / "
            "from the top / take it from the top / 重新开始 / 重来 / 从头开始 / 从头来 / 清空 / "
            "全部重来 / 重新来 / 全部清除 / 全部撤销 / 推倒重来 / 全都不要了 / 从零开始 / "
            "从头再来 / 全部重做 / 重新做"
        ),
        "normal": "back to normal / return to normal / 恢复正常 / 调回正常 / 回到正常",  # of a part
        "reset": (
            "reset / resetting / reset to default / reset to the default / reset to defaults / "
            "back to default / back to the default / back to its default / "
            "back to the defaults / back to defaults / restore the defaults / "
            "restore the default / to its default / "
            "重置 / 恢复默认 / 恢复默认值 / 恢复默认设置 / 恢复初始设置 / 恢复初始 / 恢复到默认"
        ),
    },
}
