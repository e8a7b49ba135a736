"""Where a text names a person: surnames, characters that parents choose, titles, and how people introduce others.

Our own rules and lists; no model. They suggest and a person confirms: a place taken for a name costs a key press, and a
name not seen may reach the public: in doubt they mark.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

# Surnames that nearly always are one, and those that are more often part of another word.
COMMON = frozenset(
    "王李张刘陈杨黄赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范廖贾夏韦"
    "付傅邹孟熊秦邱尹薛闫阎段侯陶黎贺顾毛郝龚邵钱覃戴莫孔汤赖武康贺葛乔阮樊倪庞翟殷詹聂俞耿鲁柯裴祁涂梅柳"
    "翁辛管邢骆欧盛岑麦"
    "霍蓝甘巩卓匡冉饶蒲屈娄游简桂符祝温尤凌裘沙牟米芦单焦申季"
)
RARE = frozenset("马高金石方白江雷龙史万严于安常文齐洪易成明全关华包左牛兰苗申宁平农古舒应项童颜纪候甄冼丘洛商宗宫")
COMPOUND = frozenset(
    "欧阳 司马 上官 诸葛 司徒 东方 皇甫 尉迟 公孙 慕容 令狐 夏侯 宇文 长孙 端木 轩辕 南宫 司空 独孤 钟离 百里".split()
)
GIVEN = frozenset(
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰红玉华建国文辉玲梅鑫飞鹏斌浩宇轩子梓涵欣怡雨泽晨佳琪"
    "思博嘉俊凯志海峰波云"
    "燕萍荣春生林龙凤琴珍凡晓雪颖慧婷洁莉琳露薇蓉倩雯瑶莹瑞祥福贵财宝顺庆喜康宁安乐贤良德义仁礼智信忠孝永"
    "兴旺昌盛茂松柏竹菊荷莲"
    "翠青蓝紫金银铜铁钢石山川江河湖溪泉源清洪涌潮帆航舟远达通成功立业家正直新民利胜东南西北中天宏广大小少"
    "年立振邦治亚卫世元启开先"
    "光亮阳景晖旭昊昕曦月星辰彬彦雄武威毅坚淑贞惠娴雅婉柔媛姣娇妹姐芬芸芝茜苗若菲莎蕾蓓蓝苹可心爱恩惜念悦"
    "欢笑语诗梦书画琦珊珠瑾璐"
    "璇玮琼瑜珂炜烨焕灿煜炎炳煌维绍继承学士仕才茵茹萱荔炯钧铭锋锐钊锦键铮雷霖霏冬秋夏露冰凝润淼渊泓沛澜浪"
    "淇漫柱根木森梁栋楠桐榕"
    "桦彤丹朱赤宣宗宪宽宸寒实容富密善喆嫣婧妍姝奕奇奎奋妮如守宝尧岩岚峻崇嵩巍巧帅希帝师常幸幼庭延弘强彪影"
    "征徐德怀思恒恺悟情慈慎懿"
    "成才扬振捷擎敬斯方昆昭晋晓普晴智暖曼朋权来杉杏果枫柯桃桑棋楚榆樱歌毓水沁沐沙法泰洲济浦涓涵淑清温湘源"
    "滢滨滔灵焱然煊熙燕爽牧献"
    "玄率玖珏珑球理甜田申男畅略登百皓益盈眉真睿石磊祖祯禄禹秉科程穗立竣童端笛筠简箫米素紫红纯纲纳练细经绣"
    "统绮缘罡美群羽翔翰翼老耀"
    "联聪肖育胤自致舒航良艺节芊花芙英荃莘菁菡萌葆蒙蓬蔓蕊薪藏虎虹蝶行衡衍裕西观言诚询语谊谦谨豪贤贻贺赞赫"
    "起超越跃轶辉达迅运进迪"
    "逸遥邑郁采重野鉴钰长闻阔陆陶隆隽霆霄靖静韬韵音韶顺颂颜风飘饶香馨驰骁骏高魁鸣鸿鹃鹤麒麟黎默招娣"
)
# Words that begin with a surname and are no person.
_NOT = frozenset(
    "高层 高新 高空 高度 高温 高峰 高速 高铁 高考 高中 高压 高价 高额 高音 万科 万元 万一 万达 万分 金地 "
    "金额 金科 金融 金属 方便 方案 方式 方法 方面 方向 "
    "张贴 张口 王府 周边 周围 周末 周一 周二 周三 周四 周五 周六 周日 周期 周转 黄色 黄线 黄牌 黄土 黄金 "
    "江边 江景 马上 马路 马桶 马达 石头 石材 石子 "
    "白天 白色 白费 安全 安排 安装 安静 安置 安心 常常 常年 常见 成立 成为 成本 成员 成功 程度 程序 单元 "
    "单位 单独 单行 单价 丁字 董事 范围 付款 付费 付出 "
    "付清 甘愿 关于 关门 关闭 关系 关键 关心 关注 管理 管道 管家 管线 管网 管辖 管委 管控 管好 何时 何人 "
    "何种 何处 何况 何来 和谐 和平 洪水 胡乱 胡同 华为 "
    "华润 计划 计算 纪律 贾 简单 简直 简易 焦急 金钱 康复 康乐 孔洞 兰 雷雨 连续 连接 连夜 连锁 凌晨 "
    "柳树 龙头 卢 陆续 路口 路边 路面 路灯 路上 路段 路人 "
    "罗湖 吕 毛病 毛坯 梅林 明显 明确 明明 明年 明天 莫名 莫非 宁愿 宁可 牛皮 欧洲 盘 平时 平方 平台 "
    "平米 平均 齐全 钱款 强烈 乔 曲 屈 全部 全体 全家 全天 全区 "
    "全程 任何 任意 任务 任职 任由 任凭 沙子 沙井 沙发 商场 商业 商户 商铺 商家 商品 尚未 申请 申报 申诉 "
    "盛大 时间 时候 时段 时常 史上 水电 水管 水泥 水压 水费 水池 "
    "司机 宋 苏州 孙子 孙女 汤 唐 陶 田地 童年 万 汪 韦 卫生 温度 温馨 文件 文化 文明 文字 巫 武汉 武装 "
    "武警 夏天 夏季 向来 向上 项目 谢谢 谢绝 辛苦 许多 许可 许久 "
    "徐 宣传 薛 严重 严格 严禁 严查 严肃 颜色 杨 叶子 易 殷 应该 应当 应急 尤其 尤为 游客 游泳 游玩 游戏 "
    "于是 于此 余额 余下 袁 原因 原来 岳 云南 曾经 曾在 曾多 "
    "查看 查询 查处 查实 翟 占用 占道 章 赵 郑州 支持 钟点 钟头 周 朱 祝 祝愿 祝您 祝大 诸多 庄 卓越 "
    "宗旨 邹 祖 左右 左边 左侧 车位 车辆 车主 车库 车子 车道 车牌 车站 "
    "农村 农民 农贸 古 舒适 舒服 应 包括 包含 包装 包月 包干 海边 官方 解决 解释 解除 区域 区别 区间 "
    "区内 区政 温泉 游乐 符合 季度 季节 桂林 桂花 梅州 梅雨 祝各 沙尘 "
    "水平 水沟 水井 水淹 水渍 施工 施救 部分 金桂 常住 常规 成都 成年 成人 成绩 向您 向贵 向领 向物 向有 "
    "向相 向社 于我 于小 和我 和小 和孩 和老 和邻 和物 安乐 文体 文艺 "
    "平安 广州 武术 管不 管了 管他 管管 管什 管事 任其 任性 何不 何必 何以 汪汪 简陋 简介 顾客 顾虑 顾不 "
    "顾及 毛毛 熊孩 段时 段路 段落 侯 尹 尤 余人 余户 余元 余万 "
    "余名 余天 余年 程中 温暖 孔雀 贺卡 单车 单子 单纯 单方 单身 莫过 莫大 戴着 戴口 简化 简历 游离 蓝天 "
    "蓝色 蓝牙 米左 米的 米高 米宽 米长 欧式 申领 季后 凌乱 沙石".split()
)
_AND = frozenset("、和与及跟")
_NOT_AFTER = frozenset("城管 主管 交管 物管 监管 托管 公安 治安 保安 电梯 管理 社会".split())
_NO_NICK = frozenset(
    "老赖 老板 小区 小路 小车 小时 小水 小万 小单 小康 小农 小计 小金 小麦 小米 小童 小项 老化 老万 老年 "
    "老龙 老城 老江 小江 小龙 小石 小白 小包 小全 小古".split()
)
_NO_NICK_AFTER = frozenset("大最很太较偏从极缩变中养古")
_TITLE = re.compile(
    "先生|女士|小姐|太太|老师|师傅|主任|经理|书记|科长|处长|局长|所长|队长|站长|院长|校长|会长|组长|班长|"
    "医生|大夫|律师|教练|警官|警员|法官|阿姨|叔叔|"
    "大爷|大妈|大叔|大姐|大哥|伯伯|伯|婆婆|奶奶|爷爷|婶|嫂|姨|姐|哥|同志|同学|总(?=[^\u4e00-\u9fff]|说|"
    "让|$)|工(?=[说讲，,。]|$)|老板|保安|护士|区长|街长|镇长|村长|董事长"
)  # fmt: skip
_CUE = re.compile(
    r"(?:我叫|名叫|叫做|本人叫|本人|我是|本人是|姓名|名字[是叫]?|联系人|业主|户主|租客|租户|房东|房主|"
    r"住户|居民|市民|村民|投诉人|举报人|反映人|申请人|"
    r"被投诉人|当事人|经办人|负责人|责任人|法人代表|法定代表人|法人|代表|经手人|值班员|工作人员|员工|职工|"
    r"保安|保洁|物业|司机|车主|店主|户名|最后|老板|医生|老师|"
    r"网格员|楼栋长|楼长|社工|书记|主任|经理|队长|会长|委员|党员|邻居|同事|朋友|儿子|女儿|丈夫|妻子|老公|"
    r"老婆|父亲|母亲|爸爸|妈妈|爱人|孙子|孙女|孩子|"
    r"患者|死者|老人|学生|同学|家长|签名|署名|落款|致敬|此致|敬上|请找|找到|找了|见了|问了|找|联系|问过|"
    r"问|见到|给|被|由|跟|同|向|是|叫|以及|和|与|及|、|为)"
    r"[\s:：是为叫（(“\"']{0,3}$"
)  # fmt: skip
_STRONG = re.compile(
    r"(?:我叫|名叫|叫做|叫|户名|姓名|名字[是叫]?|联系人|户主|房东|投诉人|举报人|反映人|申请人|当事人|"
    r"经办人|负责人|法定代表人|法人代表|签名|署名|落款|"
    r"儿子|女儿|丈夫|妻子|老公|老婆|父亲|母亲|爱人|业主|店主|车主|网格员|楼栋长|邻居|患者|死者|"
    r"租客)[\s:：是为叫（(“\"']{0,3}$"
)
_END = re.compile(
    r"$|[^\u4e00-\u9fff\w]|[0-9\[A-Za-z]|的|在|和|与|跟|说|称|住|是|也|又|就|把|被|给|向|从|曾|已|还|等|"
    r"家|电话|手机|身份证|今年|反映|表示|联系|及|都|"
    r"不|没|有|来|去|到|让|要|对|收|打|骑|开|经|多次|现|于|因|带|负责|先后|答应|上门|敬上|收(?:了|到)|"
    r"承诺|（|先生|女士|同|男|女|一家|夫妇|夫妻|[一二三四五六七八九十两几]|老|请|每|天天|昨|前|拒|每|态度|"
    r"半夜|常|总|"
)  # fmt: skip
_BREAK = frozenset("，。！？；：、,.!?;:（）()“”\"'《》【】[]—-~～ \t\r\n的在和与跟是叫找被由给向说让请问对及到把")
_PLACE_AFTER = re.compile(
    "[路街道巷村镇乡县市省区州湾园苑庄里弄坊桥河湖山寺庙站厂店楼城堡岗坪塘围厦库院校所局处部室社队组公司]|"
    "小区|花园|大厦|广场|酒店|医院|学校|幼儿园|超市|集团"
)
_MOU = re.compile("某{1,2}")
_ENGLISH = re.compile(
    r"(?:(?:\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+)|(?:\b[Mm]y name is\s+)|(?:\bI am\s+(?=[A-Z][a-z]+\s+[A-Z]))|"
    r"(?:\bI'm\s+(?=[A-Z])))"
    r"(?P<name>[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2})"
)  # fmt: skip
_DOTTED = re.compile(
    r"[\u4e00-\u9fff]{2,6}(?:[·•‧∙][\u4e00-\u9fff]{2,6}?)*[·•‧∙](?:[\u4e00-\u9fff]{2,6}?"
    r"(?=[^\u4e00-\u9fff]|$|反映|[的说称在和与是住来去有先女同家电不])|[\u4e00-\u9fff]{2,6})"
)
_MOST = 4


def names(plain: str, beside: Collection[int] = ()) -> Iterator[tuple[int, int, str]]:
    """Begin, end and why of every name in a text of plain forms. `beside`: where numbers of persons begin."""
    for found in _ENGLISH.finditer(plain):
        yield found.start("name"), found.end("name"), "name after a form of address"
    for found in _DOTTED.finditer(plain):
        yield found.start(), found.end(), "name of parts joined by a dot"
    at = 0
    while at < len(plain):
        length, why = _name_at(plain, at, beside)
        if length:
            yield at, at + length, why
        at += length or 1


def _name_at(plain: str, at: int, beside: Collection[int]) -> tuple[int, str]:
    """The length of the name that begins here and why it is one; 0 when none does."""
    if plain[at] in "小老阿" and _nick(plain, at):
        return 2, "form of address and surname"
    surname = _surname(plain, at)
    if not surname or plain[at : at + 2] in _NOT or plain[max(0, at - 1) : at + 1] in _NOT_AFTER:
        return 0, ""
    masked = _MOU.match(plain, at + surname)
    if masked:
        more = plain[masked.end() : masked.end() + 1]
        return masked.end() - at + (more in GIVEN and bool(more) and len(masked.group()) == 1), "surname and 某"
    longest = surname if _TITLE.match(plain, at + surname) else surname + 2
    lengths = sorted(range(surname, longest + 1), key=lambda length: (not _ends(plain, at + length), -length))
    return next(((length, why) for length in lengths if (why := _reason(plain, at, surname, length, beside))), (0, ""))


def _reason(plain: str, at: int, surname: int, length: int, beside: Collection[int]) -> str:
    """Why these characters are a name, empty when nothing says so."""
    given, end = plain[at + surname : at + length], at + length
    if len(plain) < end or not all("\u4e00" <= sign <= "\u9fff" for sign in given):
        return ""
    if _title_follows(plain, at, given, length):
        return "name before a title"
    if not given or (_PLACE_AFTER.match(plain, end) and not _STRONG.search(plain[max(0, at - 9) : at])):
        return ""
    checks = ((_with_number, "name beside a number of theirs"), (_introduced, "name after an introduction"),
              (_cued, "name after a word for a person"), (_alone, "surname and given name"))  # fmt: skip
    return next((why for holds, why in checks if holds(plain, at, given, beside)), "")


def _with_number(plain: str, at: int, given: str, beside: Collection[int]) -> bool:
    end = at + _surname(plain, at) + len(given)
    return _beside(plain, end, beside) and (_chosen(given) or _opens(plain, at))


def _introduced(plain: str, at: int, given: str, _beside: Collection[int]) -> bool:
    end = at + _surname(plain, at) + len(given)
    sure = _ends(plain, end) or (_chosen(given) and (len(given) == 2 or plain[at] in COMMON))
    return sure and _STRONG.search(plain[max(0, at - 9) : at]) is not None


def _cued(plain: str, at: int, given: str, _beside: Collection[int]) -> bool:
    end = at + _surname(plain, at) + len(given)
    sure = _ends(plain, end) and _chosen(given) and (len(given) == 2 or _firm(plain, at))
    return sure and _CUE.search(plain[max(0, at - 9) : at]) is not None


def _alone(plain: str, at: int, given: str, _beside: Collection[int]) -> bool:
    surname = _surname(plain, at)
    end = at + surname + len(given)
    sure = _ends(plain, end) and _chosen(given) and _opens(plain, at) and (plain[at] in COMMON or surname == 2)
    return sure and (len(given) == 2 or _listed(plain, at, end))


def _title_follows(plain: str, at: int, given: str, length: int) -> bool:
    if not _TITLE.match(plain, at + length):
        return False
    if given:
        return _chosen(given) and (_opens(plain, at) or plain[at] in COMMON)
    return (
        plain[at] in COMMON or length == 2 or _opens(plain, at) or _CUE.search(plain[max(0, at - 9) : at]) is not None
    )


def _chosen(given: str) -> bool:
    """Whether parents give such characters; 一 only before another, as in 一鸣."""
    return all(sign in GIVEN for sign in given.removeprefix("一" if len(given) == 2 else ""))


def _listed(plain: str, at: int, end: int) -> bool:
    """Whether another name seems to stand on the other side of 、 or 和."""
    after = plain[end : end + 1] in _AND and plain[end + 1 : end + 2] in COMMON
    return bool(after and plain[end : end + 1]) or plain[at - 1 : at] == "、"


def _nick(plain: str, at: int) -> bool:
    """小王, 老李, 阿强 where the word ends there or a title follows; not 大小, nor 小路 and other plain words."""
    last, before = plain[at + 1 : at + 2], plain[at - 1 : at]
    if not last or before in _NO_NICK_AFTER or plain[at : at + 2] in _NO_NICK:
        return False
    opens = _opens(plain, at) or _CUE.search(plain[max(0, at - 9) : at]) is not None
    named = last in COMMON or (opens and last in (GIVEN if plain[at] == "阿" else RARE))
    ends = _ends(plain, at + 2) or _TITLE.match(plain, at + 2) is not None
    return named and ends and plain[at + 1 : at + 3] not in _NOT


def _surname(plain: str, at: int) -> int:
    if plain[at : at + 2] in COMPOUND:
        return 2
    return int(plain[at] in COMMON or plain[at] in RARE)


def _opens(plain: str, at: int) -> bool:
    return at == 0 or plain[at - 1] in _BREAK or not "\u4e00" <= plain[at - 1] <= "\u9fff"


def _ends(plain: str, at: int) -> bool:
    found = _END.match(plain, at)
    return at >= len(plain) or (found is not None and bool(found.group()))


def _firm(plain: str, at: int) -> bool:
    """For a name of two characters: an unmistakable surname and a clear end."""
    return plain[at] in COMMON and (at + 2 >= len(plain) or plain[at + 2] in _BREAK or plain[at + 2].isascii())


def _beside(plain: str, end: int, beside: Collection[int]) -> bool:
    for at in range(end, min(end + _MOST + 1, len(plain) + 1)):
        if at in beside:
            between = plain[end:at]
            return not any("\u4e00" <= sign <= "\u9fff" for sign in between) or between.strip(" ,，:：(（") in (
                "电话",
                "手机",
                "联系电话",
            )
    return False
