"""Made-up reports of one street: many people on the same problem in their own words, and look-alikes that are not it.

Every problem has several people, each with a way of talking, a piece of the story, slips of the hand and a moment of
their own. Look-alikes: another problem in the same building, the same problem in another building, and letters that
share nothing but their polite frame.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 1, tzinfo=UTC)
ESTATES = ("海棠苑", "前进花园", "南油新村", "望海家园", "锦绣里", "东风小区", "蔚蓝湾", "荔香居", "同乐坊", "龙井台")

# matter | shared beyond one building | what | what is wrong with it | what it does to people
KINDS = """
电梯|0|电梯;客梯;升降机;左边那部电梯;货梯|坏了;又停了;按了没反应;趴窝了;一直不能用;挂着维修中的牌子|老人下不了楼;买菜要爬十几层;抱着孩子爬楼;轮椅出不去
电梯抖|0|电梯;坐电梯;客梯|抖得厉害;上行的时候一直晃;咣当咣当响;运行中突然往下坠一下|心里发慌;孩子都不敢坐;怕出事
楼道灯|0|楼道的灯;楼梯间照明;三到五层的感应灯;走廊灯|不亮;一闪一闪;黑了一个星期;全灭了;拍手跺脚都没反应|看不见台阶;老人差点踩空;晚上回家打手电
杂物|0|楼道里;消防门后;走廊拐角;楼梯口|堆满了纸箱;放了旧柜子和婴儿车;被人当成了仓库;全是收来的废品;摆着鞋架和自行车|人侧着身子才能过;真着火了跑都跑不掉;看着就不安全
漏水|0|卧室天花板;卫生间顶上;阳台的顶;客厅吊顶|一直滴水;渗水渗得起皮;湿了一大片;水顺着墙往下流;返潮发霉了|拿盆接着;家具都泡了;墙皮一块块掉
门禁|0|单元门;楼下的门;门禁;大堂的防盗门|关不上;刷卡没反应;锁坏了;整天敞着;弹簧断了合不拢|谁都能进来;发小广告的随便上楼;夜里不踏实
楼上吵|0|楼上;上面那家;楼上租客;楼顶那户|半夜拖椅子;夜里蹦蹦跳跳;凌晨还在挪家具;深更半夜打麻将;十二点还剁肉|睡不着;第二天上班没精神;老人心脏受不了;孩子被吵醒
装修|0|有一户装修;楼里在装修;隔壁装修的;装修队|中午还在打电钻;七点不到就开始砸墙;周末也不停工;午休时间切瓷砖|孩子没法写作业;上夜班的没法补觉;吵得头疼
电动车|0|电动车;电瓶车;几辆小电驴|推进电梯上楼充电;停在一楼过道充电;从窗户拉线下来充;放在家门口插着充|起火了怎么办;万一烧起来全楼遭殃;看新闻就害怕
高空抛物|0|楼上;高层;不知道哪一户|往下扔烟头;丢了个酒瓶下来;扔垃圾袋;天上掉下来半块砖|差点砸到人;砸坏了我的车;孩子都不敢在楼下玩
外墙|0|外墙;楼体的瓷砖;外墙砖;窗边的墙皮|往下掉;空鼓了一大片;脱落砸在花坛里;裂了一条缝看着要掉|走路都绕着;砸到人谁负责;下雨就进水
下水堵|0|一楼的下水道;我们这栋的排污管;楼前的化粪池;后面的污水井|堵了;往外冒粪水;返水漫到门口;溢得到处都是|臭得开不了窗;进出要垫砖头;苍蝇乱飞
停水|1|家里;整个小区;我们这一片|停水了;一滴水都没有;打开龙头没水;断水到现在|做不了饭;没法冲厕所;也没人通知
停电|1|家里;小区;整片楼|停电了;又跳闸了;断电两个小时;黑灯瞎火没有电|冰箱里的东西都坏了;空调用不了;老人吸氧机停了
工地|1|旁边工地;对面在建的楼盘;后面那个施工现场|夜里十二点还在打桩;凌晨进出渣土车;通宵浇混凝土;半夜三更还在切钢筋|窗户关了也震;高考的孩子没法睡;整夜合不上眼
广场舞|1|门口广场上;小公园里;楼前空地|广场舞音响太响;放歌放到十点半;大喇叭吵得人心烦;跳舞的低音炮咚咚响|电视都听不清;孩子没法做功课;头都要炸了
油烟|1|楼下饭店;底商那家烧烤店;新开的湘菜馆|油烟直排;排烟口对着居民窗户;烟味飘上来呛人;炒菜的烟往家里灌|不敢开窗;衣服没法晾;嗓子疼
垃圾桶|1|小区垃圾桶;东门的垃圾站;垃圾分类亭|满了没人收;三天没清运;堆到路边了;漏得满地脏水|臭味熏人;苍蝇老鼠到处跑;路过都得捂鼻子
违停|1|小区门口;消防通道;学校旁边的路|停满了车;被私家车堵死;两边违停只剩一条缝;车乱停|救护车进不来;上学的孩子在车缝里钻;早高峰动不了
路灯|1|门口那条路的路灯;小区里的路灯;河边路灯|都不亮;灭了半个月;坏了好几盏;天黑以后全是黑的|下晚班害怕;有人摔了跤;骑车看不见坑
路面|1|小区路面;大门口的路;主干道的地砖|有个大坑;塌下去一块;坑坑洼洼;翘起来了|一下雨全是水;老人绊倒了;车底盘都刮了
蚊鼠|1|小区绿化带;垃圾房附近;地下车库|老鼠成群;蚊子特别多;蟑螂满地爬|孩子被咬得全身包;都跑到家里来了;半天不敢下楼
狗|0|邻居家的狗;对门养的大狗;有人遛狗|白天黑夜地叫;不牵绳到处跑;在电梯里拉尿;扑人|孩子吓哭了;老人不敢出门;没法安静
充电桩|1|充电桩;车棚的充电口;电动车充电棚|不够用;坏了一半;扫码没反应;天天排长队|下班充不上电;只好拉线;吵了好几次架
收费|1|停车费;临停收费;物业费|突然涨价;没有公示就涨了;收得不明不白;一个月涨了一百|没人征求过意见;问物业说不知道;大家都不同意
树|1|门口大树;楼前的榕树;路边树枝|伸到窗户上了;断了挂在半空;挡住了信号灯;枯死快倒了|刮风就害怕;台风天要出事;采光全没了
"""
# Problems and wordings that were written afterwards and that nothing was fitted to.
HELD_OUT = """
热水|0|太阳能热水;家里的热水器管;热水|出来是凉的;水龙头流黄锈水;时有时无|冬天洗澡冻得发抖;给婴儿洗澡都难;退款没人理
信箱|0|楼下的信报箱;快递柜;邮箱|门都被撬了;打不开;格口全坏;屏幕黑着|包裹取不出来;信件被雨打湿;取件要跑到隔壁小区
电视|0|楼顶的卫星锅;公共天线;网络线路箱|没信号;被剪断;老化裸露在外|看不了节目;孩子上不了网课;打雷很怕
棋牌|0|二楼开的棋牌室;麻将馆;私人会所|打到天亮;人来人往抽烟;洗牌声哗哗响|楼道乌烟瘴气;备考的学生受罪;夜班护士没法补觉
群租|0|那套房子;隔壁单元的出租屋;某户二房东|隔成了七八间;住进二十来个人;上下铺一直摆到阳台|用电让人担心;陌生面孔太多;下水都跟不上
晾晒|1|小区晒衣架;公共晾衣杆;天台|被人锁了;让人种上菜;倒了好几根|被子没地方晒;梅雨天屋里全是霉;大家为抢位置吵
池塘|1|景观水池;中庭喷泉;人工湖|发绿长满藻;水抽干只剩淤泥;护栏断了|小朋友掉下去过;夏天一股腥;拍照都嫌丑
篮球|1|篮球场;球场围网;操场|夜里十一点还有人打球;网破了大口子;灯光直射卧室|砰砰砰震耳;球飞出来打中老人;窗帘都遮不住
公交|1|门口的公交站;社区巴士;23路车站台|取消了;雨棚被拆;车越来越少|老人看病走两公里;上班迟到扣钱;学生淋成落汤鸡
基站|1|楼顶新装的信号塔;通信基站;美化天线|没公示就装了;嗡嗡作响;紧挨着卧室|孕妇不放心;头晕心慌;都在传有辐射
"""
OPENERS = (
    "", "", "", "您好，", "尊敬的领导：您好！", "你好，我想反映一个问题，", "书记您好，打扰了，", "在吗？",
    "各位领导百忙之中打扰了，", "再次反映！",
)  # fmt: skip
CLOSERS = (
    "", "", "", "请尽快处理，谢谢！", "希望有关部门管一管。", "麻烦派人来看看。", "盼复！", "恳请领导重视，不胜感激。",
    "到底有没有人管？", "拜托了",
)  # fmt: skip
WHENS = (
    "", "", "这几天", "从上周开始", "昨天晚上起", "已经一个多星期了，", "半个月了，", "最近", "今天早上发现",
    "连着三天", "国庆以后",
)  # fmt: skip
ASKED = (
    "", "", "", "找过物业，说报上去了。", "打了几次电话没下文。", "群里好多邻居都在说。", "前台只会说在处理。",
    "上次说修好了其实没有。",
)  # fmt: skip
SLIPS = dict(
    pair.split(":")
    for pair in (
        "的:得 在:再 坏:怀 没:莫 声:生 渗:参 堆:推 停:亭 抖:斗 很:狠 已:以 "
        "物业:物页 电梯:电递 楼道:楼到 处理:处里 垃圾:拉圾"
    ).split()
)
DIGITS = "零一二三四五六七八九"
UNMATTERED, WRONG_MATTER = 0.32, 0.08


@dataclass(frozen=True)
class Kind:
    """One sort of problem and the words for it."""

    matter: str
    wide: bool
    what: tuple[str, ...]
    wrong: tuple[str, ...]
    hurt: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """One report: which problem it truly is, who told it, when, where as registered, and the words."""

    truth: int
    person: int
    said_at: datetime
    place: dict[str, int]
    matter: str
    text: str
    home: tuple[str, int, int]


def kinds(table: str = KINDS) -> list[Kind]:
    """A table as the ones above, read."""
    rows = (line.split("|") for line in table.strip().split("\n"))
    return [Kind(matter, wide == "1", *(tuple(part.split(";")) for part in parts)) for matter, wide, *parts in rows]


def street(seed: int, problems: int = 700, days: int = 75, every: Sequence[Kind] = ()) -> list[Told]:
    """The reports of one street over some weeks, earliest first; about 2.6 a problem, many told once only."""
    rng, every = random.Random(seed), every or kinds()
    told: list[Told] = []
    hot = [(rng.randrange(len(ESTATES)), rng.randrange(1, 13)) for _ in range(40)]
    for truth in range(problems):
        kind = rng.choice(every)
        anywhere = rng.randrange(len(ESTATES)), rng.randrange(1, 13)
        estate, building = rng.choice(hot) if rng.random() < 0.6 else anywhere
        spot = (kind.matter, estate, 0 if kind.wide else building)
        if any(old.home == spot for old in told):  # the same sort at the same place would be the same in truth
            continue
        begins, voices = rng.uniform(0, days), rng.choice((1, 1, 1, 2, 2, 3, 4, 6, 9))
        for _ in range(voices):
            at = START + timedelta(days=begins + min(rng.expovariate(1 / 5), 20))
            told.append(_report(rng, truth, kind, every, spot, at, len(told)))
    return sorted(told, key=lambda one: one.said_at)


def _report(
    rng: random.Random,
    truth: int,
    kind: Kind,
    every: Sequence[Kind],
    home: tuple[str, int, int],
    at: datetime,
    person: int,
) -> Told:
    estate, building = home[1], home[2] or rng.randrange(1, 13)
    place = _place(rng, estate, building, kind.wide)
    text = slipped(rng, _words(rng, kind, (estate, building), place))
    matter = kind.matter if rng.random() >= WRONG_MATTER else rng.choice(every).matter
    matter = "" if rng.random() < UNMATTERED else matter
    return Told(truth, person, at, place, matter, text, home)


def _place(rng: random.Random, estate: int, building: int, wide: bool) -> dict[str, int]:
    """Most pick their building; some only the estate, a few only the community."""
    place = {"street": 1, "community": 10 + estate // 3}
    drawn = rng.random()
    if drawn < 0.95:
        place["estate"] = 100 + estate
    if drawn < (0.4 if wide else 0.85):
        place["building"] = 1000 + estate * 50 + building
    return place


def _words(rng: random.Random, kind: Kind, home: tuple[int, int], place: dict[str, int]) -> str:
    where = _where(rng, kind, home, place)
    what, wrong = rng.choice(kind.what), rng.choice(kind.wrong)
    plain, after = f"{where}{what}{wrong}", f"，{where}" if where else ""
    core = rng.choice((plain, f"{wrong}，就是{where}{what}", f"{where}{what}{wrong}", f"{what}{wrong}{after}"))
    parts = [rng.choice(WHENS) + core]
    if rng.random() < 0.6:
        parts.append(rng.choice(kind.hurt))
    if rng.random() < 0.3:
        parts.append(rng.choice(kind.what) + rng.choice(kind.wrong))
    if rng.random() < 0.25:
        rng.shuffle(parts)
    body = rng.choice(("，", "。", " ", "！")).join(parts)
    return rng.choice(OPENERS) + body + "。" + rng.choice(ASKED) + rng.choice(CLOSERS)


def _where(rng: random.Random, kind: Kind, home: tuple[int, int], place: dict[str, int]) -> str:
    """What the words say of the place: what the form did not, nearly always (4 in 100 leave it out), and more."""
    estate = "estate" not in place or rng.random() < 0.35
    told = "building" not in place and rng.random() < 0.96
    building = not kind.wide and (told or rng.random() < 0.35)
    return (ESTATES[home[0]] if estate else "") + (_building(rng, home[1]) if building else "")


def _building(rng: random.Random, number: int) -> str:
    chinese = ("十" if number >= 10 else "") + (DIGITS[number % 10] if number % 10 else "")
    return rng.choice((f"{number}栋", f"{number}号楼", f"{chinese}栋", f"{number}座", f"{chinese}号楼", f"{number} 栋"))


def slipped(rng: random.Random, text: str) -> str:
    """The text with a few slips: a wrong sign of the same sound, one lost, two swapped."""
    for right, wrong in SLIPS.items():
        if rng.random() < 0.06:
            text = text.replace(right, wrong, 1)
    if rng.random() < 0.15 and len(text) > 8:
        at = rng.randrange(2, len(text) - 2)
        swapped = text[at + 1] + text[at] if rng.random() < 0.5 else text[at + 1]
        text = text[:at] + swapped + text[at + 2 :]
    return text
