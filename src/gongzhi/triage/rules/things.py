"""The words that neighbours use for one and the same thing, so that two tellings of it look alike."""

from __future__ import annotations

import re

# One line for one idea: the word that stands for it, then other ways to say it. Ours, from how people talk; not learnt.
# "~" before a line: a circumstance that goes with anything, so that sharing it says little.
_SAME = """
电梯 升降机 货梯 客梯 轿厢 直梯
困人 关在里面 被困 困在
坏了 故障 失灵 停运 不能用 用不了 没反应 不动了 不运行 罢工 瘫痪 坏掉 出毛病 没修好 损坏 不工作 停用 趴窝 不好使 不灵
抖动 抖得 晃动 颠簸 抖 晃得
漏水 渗水 滴水 渗漏 往下滴 返潮 漏雨 湿了一片 水渍 洇水
天花板 屋顶 顶棚 吊顶 楼板
卫生间 厕所 洗手间 浴室
楼道 楼梯间 过道 走廊 通道 楼梯 楼梯口
灯不亮 灯坏 不亮 没有灯 没灯 黑灯瞎火 一片漆黑 灯灭 照明坏 黑漆漆 摸黑 黑乎乎
路灯 街灯
照明 灯泡 声控灯 感应灯 灯管
杂物 纸箱 旧家具 破烂 废品 东西堆 鞋柜 旧物 纸壳 瓶瓶罐罐
堆放 堆满 堆着 堆了 堆积 堆得 占用 占着 堵住 摆满 塞满
电动车 电瓶车 电单车 电驴 小电驴 电摩
充电 拉线 飞线 私拉电线 接线板 插排 拖线板
垃圾 废弃物 生活垃圾 脏东西
没人收 不清运 没清理 没人清 不清理 无人清理 没人管 没人打扫 没人扫 不打扫 没有清走 没人来收 没人清走 未清运
臭味 很臭 味道大 味道很大 恶臭 臭气 发臭 难闻 异味 臭烘烘 臭死 熏人 气味
~半夜 深夜 凌晨 夜里 晚上 夜间 大晚上 三更半夜 后半夜 通宵 夜晚
~睡不着 睡不好 没法睡 不能休息 无法入睡 影响休息 影响睡眠 吵醒 无法休息 失眠 没法休息 睡不了 扰民
噪音 噪声 很吵 太吵 吵得 声音大 声音很大 吵闹 响声 轰鸣 动静大 太响 很响 巨响 吵死 吵人 音量
楼上 楼顶住户 上面那家 上面邻居 上层住户
装修 电钻 敲墙 砸墙 打孔 钻墙 打墙 切割
工地 施工 打桩 挖机 混凝土 渣土车 搅拌 施工现场 建筑工地
广场舞 跳舞 音箱 音响 大喇叭 放音乐 放歌 低音炮
油烟 烧烤 炒菜 后厨 排烟 烟味 油味 烟气
饭店 餐馆 餐厅 饭馆 大排档 食肆 馆子
违停 乱停 停满 乱停车 停车乱 占道停 随意停 乱停放 停得乱七八糟 停得满满
消防通道 消防车 生命通道 消防
停车位 车位 停车场 泊车位
停水 没水 断水 没有水 水停 不来水 放不出水
停电 没电 断电 跳闸 没有电 不来电
下水道 污水 化粪池 排水管 窨井 阴沟 下水管 排污 粪水 井口
堵了 堵塞 堵住了 不通 返水 溢出 外溢 漫出 冒水 往外冒 冒出来 反涌 倒灌
井盖 沙井盖 窨井盖
路面 马路 道路 地面 人行道 路上
坑 坑洼 塌陷 凹陷 破损 大洞 坑坑洼洼 陷下 深坑
积水 水淹 水浸 内涝
狗 宠物狗 犬 狗狗 恶犬 大型犬
不牵绳 没拴绳 不拴绳 没牵绳 没有牵 没拴 散养 不系绳
狗叫 犬吠 狂吠 叫个不停
蚊子 蚊虫 老鼠 蟑螂 鼠患 虫子
树枝 大树 树木 枝条 树杈 树干
高空抛物 扔下来 抛物 往下扔 丢下来 从楼上扔 砸下来 天降
外墙 墙皮 瓷砖 墙砖 墙面 外立面
脱落 掉下来 掉落 剥落 空鼓 往下掉 松动
门禁 单元门 大门 楼宇门 对讲 防盗门 闸机
关不上 关不严 锁不上 敞着 合不上 门户大开
~物业 管理处 物管 服务中心
违建 搭建 加建 违章 搭棚 棚子 违法建筑 私搭乱建 盖房 乱搭
健身器材 滑梯 游乐设施 运动器材 秋千
燃气 煤气 天然气 瓦斯
水管 管道 水管子 供水管
水压 水很小 水流小 出水小
摆摊 占道经营 小贩 摊贩 流动摊 地摊
~孩子 小孩 儿童 娃 小朋友
~老人 老年人 长者 老太太 老大爷 老头
"""
# Said in nearly every message, whatever it is about.
_SET = (
    "尊敬的领导|各位领导|领导您好|领导你们好|你好|您好|大家好|请问|希望有关部门|请有关部门|有关部门|相关部门|希望领导|"
    "恳请|请求|强烈要求|希望|麻烦|尽快|及时|早日|处理一下|帮忙|处理|解决一下|解决|谢谢你们|非常感谢|感谢|谢谢|不胜感激|"
    "拜托了|拜托|为盼|反映一个问题|反映一下|我要反映|反映|投诉|举报|情况如下|情况是这样的|本人|我是|我们是|住户|业主|居民|"
    "这个问题|问题|多次|一直|还是|已经|现在|给个说法|给我们一个答复|答复|回复|百忙之中|打扰了|我们|我家|我|咱们|"
    "严重影响|影响|大家|生活|实在|真的|非常|特别|请|吧|啊|呢|了|的"
)
# What is heard, smelt, paid or missing beyond one building; there neighbours of several buildings mean one thing.
_WIDE = frozenset(
    "停水 停电 工地 广场舞 油烟 路灯 违停 积水 井盖 停车位 摆摊 水压 健身器材 +停车挡路 +充电的地方 +收钱 +路坏了 "
    "+没有水 +没有电 +工地夜里 +跳舞放歌 +油烟 +垃圾没收 +树的事 +虫鼠".split()
)
_OWN = re.compile("电梯|楼道|单元|天花板|卫生间|楼上|楼下的|隔壁|对门|门禁|走廊|过道")
# What is meant when two kinds of words stand close together, in either order.
_TOGETHER = """
邻居的响动: 楼上|上面|楼顶|隔壁|对门|邻居 + 拖|挪|跳|蹦|跑|剁|麻将|弹琴|唱|吵|敲|脚步|打闹|响|弹珠|跺
停车挡路: 车 + 停满|乱停|违停|占道|堵|挡|停在|停得|开不|进不来|出不去
充电的地方: 充电|充不上|充电桩 + 桩|口|棚|柜|扫码|排队|不够
收钱: 停车费|物业费|收费|临停|涨价|管理费|水费|电费 + 涨|贵|公示|明白|乱|高|多收|加价|通知|收费|涨价
路坏了: 路|地砖|地面|砖 + 坑|塌|陷|翘|洼|破|裂|绊|不平
屋里有水: 天花板|顶|墙|吊顶|阳台|屋 + 滴|渗|漏|湿|霉|潮|往下流|起皮
灯不亮: 灯|照明 + 不亮|灭|黑|坏|闪|没反应|都没反应
门关不好: 单元门|大门|防盗门|门禁|楼下的门|门锁|大堂门 + 关|锁|坏|敞|刷|合不
外墙松了: 外墙|墙砖|瓷砖|墙皮|墙面|外立面 + 掉|落|空鼓|裂|砸
过道堆东西: 楼道|走廊|楼梯|过道|消防门|通道 + 堆|放|摆|占|仓库|废品|柜|箱|架
电梯不走: 电梯|客梯|货梯|升降机 + 坏|停|不能用|没反应|维修|不动|趴窝|故障|失灵|用不了|爬楼
电梯不稳: 电梯|客梯|货梯|升降机 + 抖|晃|坠|咣|异响|颠|卡|急停|下沉
电动车上楼: 电动车|电瓶车|小电驴|电单车 + 上楼|进电梯|推进|过道|家门口|窗户|飞线|充电
楼上丢东西: 楼上|高层|高空|上面|天上|哪一户|窗户 + 扔|丢|抛|掉下|砸
没有水: 水 + 停水|断水|没水|没有水|一滴水|不来水
没有电: 电 + 停电|断电|没电|没有电|跳闸
工地夜里: 工地|施工|楼盘|在建|打桩|挖机|渣土|混凝土|搅拌 + 夜|凌晨|通宵|十二点|半夜|三更|震|吵|噪
跳舞放歌: 广场|公园|空地|跳舞 + 音|歌|喇叭|低音|舞|跳舞
油烟: 饭店|烧烤|餐|菜馆|厨|排烟|小炒 + 烟|油|呛|熏
垃圾没收: 垃圾 + 满|没人收|清运|堆|清理|臭|脏|溢
狗的事: 狗|犬 + 叫|绳|拉|尿|扑|咬|吓|屎|粪
树的事: 树|枝 + 枯|断|倒|挡|伸|窗|压|砸|修剪
虫鼠: 老鼠|蚊|蟑螂|苍蝇|虫|鼠 + 多|成群|爬|咬|跑|消杀|满地
下水不通: 下水|排污|化粪|污水|粪|井 + 堵|冒|溢|返|漫|不通|臭
装修的响: 装修|电钻|砸墙|敲墙|瓷砖|切割 + 午|七点|周末|一早|晚上|不停|响|吵|砸墙|电钻
"""
_SPAN = 12  # characters between the two at most
_LINES = [line.removeprefix("~").split() for line in _SAME.split("\n") if line]
WORDS = {word: line[0] for line in _LINES for word in line}
_SINGLE = {line.split()[0]: at for at, line in enumerate(_SAME.strip().split("\n")) if not line.startswith("~")}
_FIND = re.compile("|".join(sorted(WORDS, key=lambda word: (-len(word), word))))
_DROP = re.compile(_SET)


def _pairs() -> dict[str, re.Pattern[str]]:
    found = {}
    for line in _TOGETHER.strip().split("\n"):
        name, _, sides = line.partition(": ")
        one, _, other = sides.partition(" + ")
        near = f".{{0,{_SPAN}}}"
        found[f"+{name}"] = re.compile(f"(?:{one}){near}(?:{other})|(?:{other}){near}(?:{one})")
    return found


_PAIRS = _pairs()
NUMBERS = _SINGLE | {name: len(_LINES) + at for at, name in enumerate(_PAIRS)}


def plain(folded: str) -> str:
    """A folded text with every known word in its one form and without set phrases, so 升降机故障 reads 电梯坏了."""
    return _FIND.sub(lambda found: WORDS[found.group()], _DROP.sub(" ", folded))


def named(folded: str) -> set[str]:
    """The known things that the folded text speaks of, each by its one word; circumstances are none."""
    return {WORDS[word] for word in _FIND.findall(folded)} & _SINGLE.keys()


def meant(folded: str) -> set[str]:
    """The known things, and what is meant by words that stand close together."""
    return named(folded) | {name for name, pattern in _PAIRS.items() if pattern.search(folded)}


def numbers(names: set[str]) -> bytes:
    """The numbers (below 256) of what was meant, ascending, one byte each."""
    return bytes(sorted(NUMBERS[name] for name in names))


def is_wide(folded: str, names: set[str]) -> bool:
    """Whether a text tells of something that several buildings share: a water cut, a building site, the parking fee."""
    return bool(_WIDE & names) and _OWN.search(folded) is None
