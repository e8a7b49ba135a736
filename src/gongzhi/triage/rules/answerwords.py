"""The words by which an answer is looked at: acts, who, when, what next, office words, phrases of templates."""

from __future__ import annotations

import re

# Words that a resident stumbles over, or that say nothing.
JARGON = (
    "工单", "承办", "耐心等待", "高度重视", "相关部门", "有关部门", "有关单位", "相关单位", "责成", "予以", "办结",
    "研判", "闭环", "抓手", "属地", "加大力度", "协调处置", "依法依规", "职责范围", "诉求人", "退单", "职能部门",
    "核处", "收悉", "特此回复", "酌情", "统筹推进", "压实责任", "举一反三", "长效机制", "疏堵结合", "齐抓共管",
    "权属单位",
)  # fmt: skip

# An act that can be seen on the spot, or a plain result.
ACT = re.compile(
    r"修[好复理缮了]|换[好了上成]|更换|清[理运洗除扫走完]|疏通|拆[除了完走]|安装|加装|装[好上了]|补[好发种上办交]|粉刷|铺设|"
    r"现场|到场|上门|走访|实地|测量|检测|监测|核[实查对]|调查|查[看明实处清]|检查|巡查|看了|去看|约谈|处罚|罚款|立案|"
    r"责令|要求.{0,20}(整改|停止|拆|补)|下达|整改|劝[导离说]|拖[走离]|开[会了通]|商[量定议]|协商|调解|签[订了]|通过|"
    r"退[还回款]|发放|发给|支付|办[理好完成]|登记|批[准复]|决定|确定|列入|纳入|启动|开工|完[成工]|竣工|通[车水电气]|"
    r"恢复|停[止用工]|关[停闭]|增[设加派]|设[置立]|施划|划[线了]|移[交走除]|搬[走离]|改[造好为到建]|(打|致)了?电话|联系[了上到]|"
    r"不(能|属于|符合|可以|具备|在|存在|予)|没有|无法|暂[不未无]|未[列纳达]|属于|符合|根据|按照|规定|可以|需要?|应当|"
    r"\b(fixed|repaired|replaced|cleaned|removed|checked|inspected|visited|measured|met|called|agreed|paid|installed|"
    r"cannot|can|may|must)\b",
    re.IGNORECASE,
)
# Paper that moved: it is no act that the reader can see.
HOLLOW = re.compile(
    r"收悉|(转交|转办|转发|交办|转给|转至|转送|转由|上报|反馈给|督促|责成|已转|已交)|高度重视|正在(研究|处理|办理|核实|协调|推进|调查)|"
    r"进一步(研究|处理|核实|协调|推进|落实|加强)|passed (it )?on|forwarded|looking into",
    re.IGNORECASE,
)
WHO = re.compile(
    r"物业|居委|社区|街道|城管|住建|网格|楼栋长|楼长|业委|供电|供水|燃气|水务|电力|公司|师傅|工程队|施工队|志愿者|医院|学校|幼儿园|"
    r"派出所|交警|警务|民警|大队|中队|支队|服务站|服务中心|办事处|委员会|政府|党委|管委会|法院|检察院|银行|"
    r"我(局|办|站|科|处|委|院|校|镇|乡|县|区|市|街|社)|本(局|办|站|科|处|社区|街道)|同事|主任|书记|科长|队长|"
    r"[\u3400-\u9fff]{2}(局(?![部面])|科(?![学技目])|站(?!在)|所(?![有以在反属说述提])|委(?![托屈])|厅|镇|乡)|(先生|女士|姐|哥|叔|阿姨|工)(负责|去|来|到|会)|"
    r"\b(office|bureau|team|company|committee|council|department)\b",
    re.IGNORECASE,
)
WE = re.compile(r"我们|\b(we|our)\b", re.IGNORECASE)  # the page says who we are, unless we only pass papers on
NOBODY = re.compile(r"(相关|有关|职能|主管|责任)(部门|单位|科室|人员|工作人员)|各(部门|单位)")
WHEN = re.compile(
    r"\d{1,4}\s*(年|月|日|号|点|时|[:：]\s*\d)|\d+\s*(个)?(工作日|小时|天|周|星期|月|分钟|季度)|[一二两三四五六七八九十]+(天|周|个月|小时|日)|"
    r"今天|明天|后天|昨天|前天|今日|明日|昨日|当天|当日|当场|本周|这周|上周|下周|本月|上月|下月|月底|月初|年底|年内|今年|明年|去年|"
    r"周[一二三四五六日天]|星期[一二三四五六日天]|上午|下午|中午|早上|晚上|今晚|春节|国庆|节前|节后|[上下]半年|季度|"
    r"即日起|从现在起|长期|每[天周月年晚早]|\b(today|tomorrow|yesterday|tonight|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|week|month|day|hour)s?\b|\d{1,2}[/-]\d{1,2}",
    re.IGNORECASE,
)
SOON = re.compile(
    r"尽快|近期|近日|适时|及时|早日|抓紧|将来|今后|下一步|后续|日后|逐步|soon|in due course", re.IGNORECASE
)
NEXT = re.compile(
    r"将|会(在|于|再|来|去|继续|安排|给|把|对|派|有|通知|回访|联系)|计划|预计|打算|下一步|接下来|后续|随后|届时|"
    r"继续|每[天周月年晚早]|如果?(您|你|再|还|有|需|对|发现|没|不)|若|请(您|你|到|在|于|拨|带|联系|携|按|向)|可(以)?(到|去|拨|打|联系|向|持|携|申请|通过)|"
    r"(拨打|联系|咨询)?电话|欢迎|回访|通知(您|你)|等(到|通知)|准备|\b(will|shall|next|if|please|call)\b",
    re.IGNORECASE,
)
OVER = re.compile(
    r"(已|都|全部|现已)[^。；，]{0,20}(修好|修复|换好|更换|解决|完成|恢复|清理|清运|清走|拆除|办好|办完|补发|补好|到账|开通|疏通|拖离|退还)|"
    r"(修|换|装|办|补|拆|清|处理|解决|弄)(好|完|掉)了|(修好|解决|恢复|完成)了",
)

# What everybody writes in questions and answers alike: it says nothing about what was asked.
COMMON = re.compile(
    "的|了|是|我|你|您|们|在|和|与|或|及|等|不|有|没|就|都|也|还|这|那|个|为|以|对|把|被|让|到|从|向|给|请|能|可|会|要|很|吗|呢|吧|啊|"
    "问题|反映|回复|答复|情况|领导|部门|尊敬|网友|留言|收悉|感谢|支持|关注|工作|如下|现将|希望|解决|建议|处理|咨询|投诉|关于|市民|政府|进行|"
    "相关|有关|已经|目前|由于|因为|所以|如果|书记|同志|来信|年|月|日|什么|怎么|谢谢|市|区|县"
)

# Sentences that frame an answer and carry nothing: greeting, receipt, thanks, signature.
FRAME = re.compile(
    r"你好|收悉|收到你的|回复如下|答复如下|现回复|敬请|感谢|谢谢|祝(你|生活)|再次|特此(回|答)复|欢迎(继续)?(监督|来电)|满意|理解(和|与|、)支持|"
    r"^(dear|hello|thank|kind regards|yours)\b"
)
RESTATED = re.compile(
    r"你?所?(反映|咨询|提出|投诉|询问|提到|关注|留言|来信|诉求)的?[^。；！？\n]{0,80}?(问题|一事|事项|情况|建议|诉求|事宜)|关于[^。；！？，,\n]{1,80}?(问题|一事|事项|事宜|建议)"
)
# Office phrases that fill templates; longer ones are tried first.
STOCK_WORDS = (
    "已|将|由|并|请|对|向|把|就|在|后|其|该|根据|按照|依据|依法|依法依规|经|经查|经核实|经调查|经了解|据了解|第一时间|立即|及时|尽快|迅速|马上|"
    "转交|转办|转至|转给|转送|转由|交由|交办|移交|上报|反馈|反馈给|通报|督促|责成|要求|安排|组织|派|派出|指派|联系|协调|对接|沟通|会同|联合|"
    "相关|有关|职能|主管|责任|部门|单位|科室|人员|工作人员|执法人员|负责人|相关部门|有关部门|有关单位|相关单位|职能部门|我们|"
    "调查|处理|处置|核实|核查|核处|调查处理|调查处置|调查核实|研究|研判|落实|解决|办理|跟进|"
    "跟踪|督办|整改|整治|规范|完善|改进|优化|推进|推动|开展|进行|实施|加强|加大|力度|提高|提升|强化|加快|确保|保障|维护|管理|监管|监督|巡查|排查|"
    "检查|治理|宣传|教育|工作|措施|方案|情况|问题|诉求|意见|建议|事项|结果|进展|现场|实地|了解|查看|前往|到|进一步|下一步|后续|今后|近期|目前|"
    "现在|正在|继续|不断|切实|认真|积极|高度|重视|高度重视|有效|合理|妥善|全力|努力|争取|尽力|予以|给予|做好|做到|力争|早日|为|为了|给|让|使|"
    "居民|群众|市民|业主|广大|满意|生活|环境|良好|秩序|安全|你|你的|反映|处理结果|答复|回复|告知|通知|如有|如果|若|疑问|其他|需要|可以|可|拨打|"
    "电话|咨询|来电|热线|联系电话|耐心|等待|耐心等待|配合|支持|理解|关注|关心|谅解|带来|造成|不便|表示|歉意|感谢|十分|非常|的|了|和|与|及|以及|是|有|也|会|我|们|于|以|等|再|同时|此外|另外|首先|其次|最后|由于|因此|相应|职责|范围|职责范围|属于|不属于|"
    "we|have|has|been|your|the|to|and|will|it|is|was|matter|report|passed|on|forwarded|office|department|relevant|soon|"
    "please|wait|for|of|a|in|you|our|attention|handled|look|into"
).split("|")
STOCK = re.compile(
    "|".join(rf"\b{w}\b" if w.isascii() else w for w in sorted(set(STOCK_WORDS), key=lambda word: (-len(word), word)))
)
