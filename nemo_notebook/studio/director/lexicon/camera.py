"""Words for what the camera does, where to, and how fast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

CAMERA: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.MOVE: {
        "pan": (
            "pan~ / truck~ / track~ / tracking shot / lateral move~ / horizontal pan~ / sweep~ / "
            "平移 / 横移 / 摇镜 / 摇镜头 / 横摇 / 摇 / 摇摄 / 横扫 / 扫过 / 扫过去 / 摇过去 / "
            "平移过去 / 扫 / 左右移动 / 左右平移"
        ),
        "pan/left": (
            "左移 / 左摇 / 左平移 / 移左 / "
            "从右摇到左 / 从右移到左 / 从右扫到左 / 从右拍到左 / 由右摇到左 / 由右移到左 / "
            "从右边摇到左边 / 从右摇向左 / 从右摇至左"
        ),
        "pan/right": (
            "右移 / 右摇 / 右平移 / 移右 / "
            "从左摇到右 / 从左移到右 / 从左扫到右 / 从左拍到右 / 由左摇到右 / 由左移到右 / "
            "从左边摇到右边 / 从左摇向右 / 从左摇至右"
        ),
        "pan/fast": (
            "whip pan~ / swish pan~ / whip~ / whip~ the camera / swish / swishes / 甩镜头 / 甩镜 / "
            "甩到 / 甩向 / 甩过去"
        ),
        "tilt": (
            "tilt~ / vertical pan~ / pedestal~ / crane~ / boom shot / crane shot / jib~ / 俯仰 / "
            "竖摇 / 升降 / 升降镜头 / 上下移动"
        ),
        "tilt/up": (
            "look~ up / rise~ up / rise~ / ascend~ / boom~ up / lift~ up / lift~ / "
            "lift~ the camera / raise~ the camera / soar~ up / climb~ / 上摇 / 上移 / 往上升 / "
            "向上升 / 加上摇 / 上升 / 升起 / 仰起 / 抬头 / 升镜头 / 上仰 / 仰拍 / 抬起 / 上抬 / "
            "从下摇到上 / 从下移到上 / 从下扫到上 / 从下拍到上 / 由下摇到上 / 由下移到上 / "
            "从下面摇到上面 / 从下摇向上 / 从下摇至上 / 仰视 / 往上抬 / 向上抬"
        ),
        "tilt/down": (
            "look~ down / descend~ / lower~ the camera / boom~ down / sink~ / drop~ the camera / "
            "下摇 / 下移 / 往下降 / 向下降 / 加下摇 / 下降 / 降下 / 低头 / 降镜头 / 下俯 / 俯拍 / "
            "俯冲 / 向下俯冲 / 下压 / 从上摇到下 / 从上移到下 / 从上扫到下 / 从上拍到下 / "
            "由上摇到下 / 由上移到下 / 从上面摇到下面 / 从上摇向下 / 从上摇至下 / 俯视 / 往下压 / "
            "向下压"
        ),
        "zoom": ("zoom~ / 变焦 / 缩放"),
        "zoom/in": (
            "zoom~ in / zoom~ right in / zoom~ into / zoom~ closer / close~ in / close up / "
            "closeup / enlarge~ / magnify~ / punch~ in / start~ wide / begin~ wide / "
            "start~ from wide / wide to tight / from wide to close / "
            "start~ wide and end~ on a close up / start~ wide and end~ close / "
            "start~ wide and finish~ on a close up / start~ wide and end~ on the close up / "
            "zoom~ in closer / zoom~ in close / pan~ in on / 放大 / 拉近 / 拉进 / 拉进来 / 特写 / "
            "变大 / 全景到特写 / 从全景到特写 / 由全景到特写 / 从全景推到特写 / 远景到近景 / "
            "从远景到近景 / 从远景推到近景 / 从整体到局部"
        ),
        "zoom/out": (
            "zoom~ out / zoom~ right out / start~ on a close up / start~ with a close up / "
            "begin~ on a close up / begin~ with a close up / from a close up / zoom~ back / "
            "zoom~ away / pull~ back / pull~ out / pull~ away / pull~ / widen~ / widen~ out / "
            "reveal shot / start~ tight / begin~ tight / start~ close and reveal / "
            "begin~ close and reveal / from close to wide / pull~ the camera back / "
            "pull~ the camera out / pull~ the camera away / pull~ the shot back / "
            "bring~ the camera back / pan~ out to / wider / go wider / wider shot / wider view / "
            "wider framing / 由近及远 / 由近到远 / 从近到远 / 缩小 / 拉远 / 拉开 / 后拉 / 拉镜头 / "
            "拉镜 / 拉出 / 拉出来 / 拉出去 / 拉 / 变小 / 特写到全景 / 从特写到全景 / "
            "由特写到全景 / 从特写拉到全景 / 近景到远景 / 从近景到远景 / 从近景拉到远景 / "
            "从局部到整体"
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
            "push~ in closer / move~ in closer / more depth / add some depth / fly through / "
            "travel through / move through / 由远及近 / 由远到近 / 从远到近 / 向前走 / 推近 / "
            "推进 / 推进去 / 推镜头 / 推镜 / 推向 / 前推 / 推 / 靠近 / 走近 / 前移 / 接近 / "
            "往前走 / 立体感 / 立体 / 空间感 / 纵深感 / 3 d 效果 / 推过去 / 推上去"
        ),
        "dolly/out": (
            "dolly~ out / dolly~ back / dollies out / dollies back / move~ back / move~ away / "
            "move~ backwards / back~ away / track~ out / track~ back / truck~ out / truck~ back / "
            "move~ the camera back / move~ the camera away / move~ the camera out / "
            "move~ the camera backwards / retreat~ / withdraw~ / recede~ / back~ off / step back / "
            "stepping back / stepped back / 往后退 / 向后退 / 退 / 退远 / 后退 / 后移 / 退后 / "
            "远离 / 移远 / 撤后"
        ),
        "orbit": (
            "whirl~ around / whip~ around / orbit~ / circle~ around / circle~ / arc~ around / "
            "arc~ / arc shot / rotate~ around / move~ around / go~ around / revolve~ / "
            "revolve~ around / swing~ around / fly~ around / spin~ around / turn~ around / "
            "walk~ around / travel~ around / move~ round / go~ round / circle~ round / "
            "drive~ around / run~ around / 360 / 360 degree / 360 degrees / full circle / 环绕 / "
            "围绕 / 绕着 / 绕 / 盘旋 / 环拍 / 绕拍 / 转一圈 / 绕一圈 / 绕一周 / 转圈 / 围着 / "
            "围绕着 / 围着转 / 绕着转"
        ),
        "roll": (
            "roll~ / rotate~ / spin~ / dutch angle / dutch tilt / tilt~ the horizon / twist~ / "
            "turn~ clockwise / "
            "旋转 / 转动 / 倾斜 / 翻滚 / 滚转 / 转"
        ),
        "handheld": (
            "handheld / hand held / shaky / shaky cam / shaky camera / camera shake / shake~ / "
            "shaking / jitter~ / wobble~ / vlog style / documentary style / film~ by hand / "
            "film~ on a phone / film~ with a phone / film~ it with a phone / film~ it on a phone / "
            "shot on a phone / shot on my phone / shot with a phone / phone footage / home video / "
            "amateur video / found footage / wobbly / jittery / jerky / unsteady / "
            "rock~ the camera / 手持 / 手持感 / 手持镜头 / 抖动 / 晃动 / 手抖 / 摇晃 / 随手拍 / "
            "手机拍 / 手机拍摄 / 摇摇晃晃 / 左右摇晃 / 左右晃动 / 上下抖动 / 上下晃动 / 左右抖动"
        ),
        "static": (
            "keep~ it steady / hold~ it steady / steady shot / steady camera / keep~ steady / "
            "static / locked off / lock~ off / locked down / tripod / tripod shot / fixed camera / "
            "keep~ still / hold~ still / stay~ still / stand~ still / camera still / "
            "still camera / perfectly still / completely still / keep it still / motionless / "
            "no camera movement / no camera motion / no camera move / no camera moves / "
            "no movement / don't move the camera / do not move the camera / "
            "without moving the camera / without camera movement / stop moving / stop the camera / "
            "stop moving the camera / freeze~ the camera / lock~ the camera / "
            "camera doesn't move / camera does not move / camera stays put / frame still / "
            "shot still / view still / picture still / image still / everything still / "
            "shot steady / camera steady / frame steady / view steady / camera fixed / "
            "stay~ locked / stay~ fixed / stay~ static / remain~ still / remain~ fixed / "
            "remain~ static / remain~ locked / stay~ where it is / shot fixed / frame fixed / "
            "freeze~ / stay~ put / hold / hold there / hold it / hold it there / pause / "
            "shot locked / camera locked / view locked / frame locked / freeze frame / linger~ / "
            "wait there / wait a moment / wait a bit / totally still / absolutely still / "
            "dead still / really still / stay~ there / 停住 / 停下 / 停下来 / 定住 / 不动 / 静止 / "
            "固定镜头 / 固定机位 / 镜头固定 / 固定 / 定镜 / 定机位 / 不要运镜 / 不要移动镜头 / "
            "别动镜头 / 镜头别动 / 不要动镜头 / 镜头不要动 / 不移动 / 定格 / 画面定格 / 就停 / "
            "就停住 / 就停下 / 就停下来"
        ),
        "kenburns": ("ken burns / 肯伯恩斯"),
        "vertigo": ("dolly zoom / vertigo effect / vertigo / 希区柯克变焦 / 滑动变焦"),
        "steady": (
            "less shaky / less shake / steadier / more stable / stabilise~ / stabilize~ / "
            "no shake / no shaking / don't shake / stop shaking / not shaky / "
            "without shake / 别晃 / 别抖 / 不要晃 / 不要抖 / 不晃 / 稳一点 / 稳点 / "
            "稳定一点 / 稳定些 / 平稳一点 / 平稳些 / 别晃来晃去 / 防抖"
        ),
    },
    Kind.GO: {
        "go": (
            "go~ / going / move~ / moving / travel~ / slide~ / shift~ / glide~ / fly~ / "
            "scroll~ / turn~ / swing~ / swings / push the view / look~ / head~ / "
            "float the camera / drift the camera / goes / went / creep~ / crawl~ / ease~ / "
            "inch~ / edge~ / wander~ / pull the view / bring~ the camera / take the camera / "
            "swing the camera / steer the camera / bring the view / take the view / "
            "swing the view / move~ the camera / "
            "移动 / 移 / 移到 / 滑动 / 滑 / 飞 / 转向 / 运动 / 走 / 挪 / 挪到 / 移至 / "
            "动起来 / 动 / 看 / 看向 / 挪动 / 移过去 / 飞过去"
        ),
    },
    Kind.HEADING: {
        "left": (
            "left / to the left / leftward / leftwards / from right to left / right to left / "
            "from the right to the left / left side / back left / back to the left / 左 / 向左 / "
            "往左 / 朝左 / 左边 / 左侧 / 从右到左 / 从右往左 / 从右向左 / 由右至左 / 由右向左 / "
            "自右向左 / 从右至左 / 向左边 / 往左边 / 由右往左 / 由右到左 / 自右往左 / 自右至左"
        ),
        "right": (
            "right / to the right / rightward / rightwards / from left to right / left to right / "
            "from the left to the right / right side / back right / back to the right / 右 / "
            "向右 / 往右 / 朝右 / 右边 / 右侧 / 从左到右 / 从左往右 / 从左向右 / 由左至右 / "
            "由左向右 / 自左向右 / 从左至右 / 向右边 / 往右边 / 由左往右 / 由左到右 / 自左往右 / "
            "自左至右"
        ),
        "up": (
            "up / upward / upwards / from bottom to top / bottom to top / skyward / "
            "from the bottom to the top / 向上 / 往上 / 朝上 / 从下到上 / 从下往上 / 从下向上 / "
            "由下至上 / 由下向上 / 自下而上 / 由下往上 / 由下到上 / 自下往上"
        ),
        "down": (
            "down / downward / downwards / from top to bottom / top to bottom / "
            "from the top to the bottom / 向下 / 往下 / 朝下 / 从上到下 / 从上往下 / 从上向下 / "
            "由上至下 / 由上向下 / 自上而下 / 由上往下 / 由上到下 / 自上往下"
        ),
        "in": (
            "inward / inwards / forward / forwards / back in / 向前 / 往前 / 朝前 / 向内 / 往里 / "
            "向里"
        ),
        "out": (
            "outward / outwards / backward / backwards / back out / 向后 / 往后 / 朝后 / 向外 / "
            "往外"
        ),
        "up/left": (
            "top left / upper left / up left / top left corner / upper left corner / "
            "top left hand corner / up to the left / up and to the left / 左上 / 左上方 / 左上角 / "
            "向左上 / 往左上 / 朝左上 / 向左上方 / 往左上方 / 朝左上方"
        ),
        "up/right": (
            "top right / upper right / up right / top right corner / upper right corner / "
            "top right hand corner / up to the right / up and to the right / 右上 / 右上方 / "
            "右上角 / 向右上 / 往右上 / 朝右上 / 向右上方 / 往右上方 / 朝右上方"
        ),
        "down/left": (
            "bottom left / lower left / down left / bottom left corner / lower left corner / "
            "bottom left hand corner / down to the left / down and to the left / 左下 / 左下方 / "
            "左下角 / 向左下 / 往左下 / 朝左下 / 向左下方 / 往左下方 / 朝左下方"
        ),
        "down/right": (
            "bottom right / lower right / down right / bottom right corner / lower right corner / "
            "bottom right hand corner / down to the right / down and to the right / 右下 / "
            "右下方 / 右下角 / 向右下 / 往右下 / 朝右下 / 向右下方 / 往右下方 / 朝右下方"
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
            "softly / at a snail's pace / lazily / languidly / unrushed / bit by bit / "
            "little by little / inch by inch / barely perceptible / barely perceptibly / "
            "imperceptible / imperceptibly / barely noticeable / hardly noticeable / "
            "at a slow pace / at a gentle pace / slow pace / "
            "轻轻 / 轻轻地 / 缓慢 / 缓慢地 / 慢慢 / 慢慢地 / 缓缓 / 缓缓地 / 慢速 / 慢 / "
            "徐徐 / 慢镜头 / 几乎察觉不到 / 几乎察觉不到地 / 几乎看不出 / 不易察觉 / 慢动作 / "
            "缓 / 悠悠 / 不紧不慢 / 逐渐 / 渐渐 / 慢悠悠 / 缓速"
        ),
        "normal": (
            "normal speed / medium speed / regular speed / moderate pace / moderate speed / "
            "normal pace / steady pace / back to normal speed / at normal speed / "
            "usual speed / original speed / "
            "正常速度 / 中速 / 匀速 / 常速 / 速度恢复正常 / 正常的速度 / 速度正常 / "
            "原来的速度 / 原速 / 恢复正常速度"
        ),
        "fast": (
            "fast / quick / quickly / rapid / rapidly / swift / swiftly / speedy / "
            "speedily / hurried / high speed / in a hurry / in a rush / like lightning / "
            "in a flash / at full speed / top speed / at top speed / briskly / brisk / "
            "hurriedly / "
            "快速 / 快速地 / 迅速 / 迅速地 / 飞快 / 飞快地 / 快 / 高速 / 快快 / 一下子 / "
            "急速 / 急促"
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
        "-": (
            "not so close / not that close / not as close / too close / too tight / "
            "not so tight / less close / less tight / not as tight / 太近 / 太近了 / "
            "别太近 / 不要太近 / 没那么近 / 不要那么近"
        ),
        "+": (
            "not close enough / closer still / even closer / tighter / 不够近 / 再近一点 / "
            "再近点 / 更近一点 / 再靠近一点"
        ),
    },
    Kind.REVERSE: {
        "": (
            "opposite / the other way / other way / the other direction / other direction / "
            "opposite direction / opposite way / the opposite way / the opposite / reverse~ / "
            "other side / reverse direction / in reverse / the other way around / "
            "other way round / the wrong way / wrong direction / wrong way / flip the direction / "
            "swap direction / swap directions / switch direction / switch directions / "
            "change direction / change the direction / turn it around / flip it / invert~ / "
            "the other side / play it backwards / 反方向 / 反过来 / 反向 / 换个方向 / 相反方向 / "
            "相反 / 方向反了 / 反着来 / 掉头 / 另一个方向 / 另一边 / 换方向 / 倒过来 / 反着 / "
            "反一下 / 左右反 / 反转 / 反转一下 / 左右对调 / 左右互换 / 翻转 / 翻转一下 / "
            "镜头翻转 / 倒着播放"
        ),
        "together": (
            "both at the same time / both together / at the same time instead / "
            "simultaneously instead / together instead / all at the same time / "
            "同时进行 / 一起进行"
        ),
        "after": (
            "one after the other / one after another / one by one / 一个接一个 / 依次 / 依次进行"
        ),
        "order": (
            "swap the order / reverse the order / swap them / swap them around / "
            "switch them around / switch the order / change the order / "
            "the other order / in the other order / other way round in time / 调换顺序 / "
            "顺序反过来 / 顺序调换 / 顺序换一下 / 换一下顺序 / 交换顺序 / 换个顺序 / 顺序对调 / "
            "颠倒顺序"
        ),
    },
}
