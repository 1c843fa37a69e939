"""Phrases that can be said, for completion: English and Chinese, each understood by the studio."""

from __future__ import annotations

from typing import Final

ENGLISH: Final = (
    "slowly", "quickly", "gently", "slower", "faster", "twice as long", "half as long",
    "the other way", "undo",
    "zoom in", "zoom out", "pan left", "pan right", "tilt up", "tilt down", "push in", "pull back",
    "dolly in", "dolly out", "orbit left", "orbit right", "orbit clockwise", "roll clockwise",
    "handheld camera", "hold the camera still", "first zoom in, then pan left",
    "make it breathe", "make it sway", "make it float",
    "the water ripples", "the background blurred", "the clouds drift", "the trees sway",
    "add snow", "add some rain", "add fog", "add dust", "add embers", "add fireflies",
    "add bubbles", "add film grain", "add a vignette", "add a light leak",
    "heavy snow", "light rain", "remove the snow", "more snow", "less rain",
    "warm look", "cool look", "black and white", "sepia", "vintage look", "cinematic look",
    "vivid colours", "muted colours", "dreamy look", "brighter", "darker", "more contrast",
    "less saturated",
    "5 seconds", "10 seconds long", "boomerang loop", "seamless loop", "fade in", "fade out",
    "vertical", "square", "16:9", "9:16", "1:1", "4:5", "4:3", "21:9", "480p", "720p", "1080p",
    'add the title "…"', "title at the top", "title in the middle", "title at the bottom",
    "remove the title",
    "add calm piano music", "add lo-fi music", "add cinematic music", "add ambient music",
    "add upbeat music", "add acoustic music", "quieter music", "no music",
)  # fmt: skip

CHINESE: Final = (
    "慢慢", "快速", "轻轻", "慢一点", "快一点", "长一倍", "反方向", "撤销",
    "放大", "缩小", "推近", "拉远", "向左平移", "向右平移", "向上摇", "向下摇", "向左环绕",
    "向右环绕", "顺时针旋转", "手持镜头", "镜头不动", "镜头慢慢推近", "先放大再向左平移",
    "人物呼吸", "轻轻摇摆", "水面荡漾", "背景虚化", "云朵飘动", "树叶摇曳",
    "下雪", "下雨", "起雾", "加一点浮尘", "加火星", "加萤火虫", "加气泡", "加胶片颗粒",
    "加暗角", "加漏光",
    "大雪", "小雨", "去掉雪", "雪大一点",
    "暖色调", "冷色调", "黑白", "棕褐色", "复古", "电影感", "鲜艳", "低饱和", "梦幻",
    "亮一点", "暗一点",
    "对比度高一点",
    "5秒", "10秒", "来回循环", "无缝循环", "淡入", "淡出", "竖屏", "横屏", "方形",
    "标题“…”", "标题放在顶部", "标题放在底部", "去掉标题",
    "配钢琴音乐", "配轻松的音乐", "配电影配乐", "配氛围音乐", "配欢快的音乐",
    "音乐小声一点", "不要音乐",
)  # fmt: skip
