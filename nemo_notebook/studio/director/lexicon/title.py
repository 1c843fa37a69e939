"""Words for titles: what they say, where they stand, when they are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLE: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.TITLE: {
        "": (
            "title / titles / text / caption / captions / subtitle / subtitles / headline / "
            "lettering / letters / words / overlay / text overlay / title card / heading / "
            "tagline / font color / font colour / text color / text colour / title color / "
            "title colour / my name / our names / her name / his name / their names / 标题 / "
            "文字 / 字幕 / 题目 / 字 / 片名 / 文案 / 大字 / 字体颜色 / 文字颜色 / 标题颜色 / "
            "字幕颜色"
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
            "stay~ on screen / stay~ on / stay~ / stays / stay~ visible / visible / "
            "display~ / remain~ / vanish~ / go away / goes away / pops in / fly in / "
            "flies in / come~ / "
            "出现 / 消失 / 显示 / 停留 / 展示时间"
        ),
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
}
