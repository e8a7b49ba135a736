"""The closed words about topics, tiers, seats, interests, minorities and what a decision does."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# --- a topic ---
TIERS = {
    "building": _("楼门院"),
    "community": _("社区"),
    "online": _("网络"),
    "street": _("街道"),
}
ORIGINS = {
    "desk": _("社区提出"),
    "resident": _("居民提出"),
    "request": _("居民联名申请"),
    "problem": _("重复出现的问题"),
    "case": _("办不下来的一件事"),
    "meeting": _("会上提出"),
    "online": _("网上提出"),
}
TOPIC_STATES = {
    "raised": _("提出来了，等人看"),
    "taken_up": _("立了题，等调查"),
    "investigating": _("正在调查"),
    "deliberating": _("正在商量"),
    "deciding": _("正在决定"),
    "decided": _("决定了，正在落实"),
    "carried_out": _("落实了，等大家评"),
    "reviewed": _("评过了，了结"),
    "dropped": _("不作为议题"),
    "joined": _("并入另一个议题"),
}
TOPIC_MOVES = {
    "take_up": _("立为议题"),
    "drop": _("不作为议题"),
    "join": _("并到另一个议题"),
    "investigate": _("开始调查"),
    "deliberate": _("开始商量"),
    "put_to_vote": _("交付表决"),
    "back": _("退回再商量"),
    "conclude": _("作出决定"),
    "carry_out": _("落实好了"),
    "review": _("评议效果"),
}
STEPS = {
    "up": _("商量不下来，上一层"),
    "down": _("范围小，下一层"),
    "feed": _("网上的意见转进来"),
}
TOPIC_WORDS = {
    "question": _("要商量的事"),
    "reason": _("理由"),
    "note": _("说明"),
    "text": _("决定的内容"),
    "result": _("落实的情况"),
    "review": _("大家的评议"),
}

# --- who is concerned ---
PARTIES = {
    "owners": _("业主"),
    "tenants": _("租户"),
    "newcomers": _("外来居民"),
    "near": _("挨着住的人"),
    "users": _("用得着的人"),
    "elderly": _("老人"),
    "children": _("有孩子的人家"),
    "disabled": _("行动不便的人"),
    "shops": _("沿街商户"),
    "units": _("驻区单位"),
    "social": _("社会组织"),
    "police": _("民警"),
    "applicant": _("当事人"),
    "experts": _("懂行的人"),
}
ITEM_SIDES = {"cost": _("要花的"), "benefit": _("得到的"), "risk": _("担的风险")}
MINORITY_GROUNDS = {
    "pays_more": _("出的比得的多"),
    "bears_risk": _("担风险的是少数"),
    "said": _("自己说受影响"),
}
MINORITY_STEPS = {
    "compensation": _("给补偿"),
    "amendment": _("改方案"),
    "heard": _("当面听过，不改并说明理由"),
}

# --- the table ---
CORE_SEATS = {
    "community": _("社区"),
    "owners": _("业委会"),
    "property": _("物业"),
}
SEAT_STATES = {
    "planned": _("还没请"),
    "invited": _("请了"),
    "accepted": _("答应来"),
    "declined": _("说来不了"),
    "replaced": _("换了人"),
}

# --- what was found out ---
INVESTIGATIONS = {
    "site": _("现场看"),
    "records": _("查资料"),
    "visits": _("入户问"),
    "expert": _("请懂行的人看"),
}
PLEDGES = {"money": _("出钱"), "people": _("出人"), "place": _("出地方"), "things": _("出东西")}

# --- decisions ---
OUTCOMES = {
    "adopted": _("同意"),
    "rejected": _("不同意"),
    "no_decision": _("没有形成决定"),
    "handed_on": _("转给有权决定的单位"),
}
DECIDERS = {
    "owners_assembly": _("业主大会"),
    "building_owners": _("本楼业主"),
    "voters": _("全体选民"),
    "residents": _("参加投票的居民"),
    "households": _("户代表"),
    "residents_assembly": _("居民会议"),
    "representatives": _("居民代表会议"),
    "council": _("议事会"),
    "joint_conference": _("联席会议"),
    "home_committee": _("家园共建委员会"),
    "department": _("有权的单位"),
    "mediation": _("调解"),
}
EFFECTS = {
    "binding_owners": _("对全体业主有约束力"),
    "binding_residents": _("对全体居民有约束力"),
    "plan": _("写进办法，由牵头单位落实"),
    "project": _("列为项目去做"),
    "agreement": _("签字的人守约"),
    "advice": _("作为意见送给有权决定的单位"),
}
REVIEWS = {"solved": _("解决了"), "partly": _("解决了一部分"), "unsolved": _("没解决")}
BRANCHES = {"council": _("开会商量"), "department": _("找部门")}
WAYS = {"said": _("说过话"), "voted": _("投过票"), "met": _("到过会"), "signed": _("签过名")}

# --- the four rights (议事 建议 监督 评议) ---
RIGHTS = {"deliberate": _("议事"), "propose": _("建议"), "oversee": _("监督"), "appraise": _("评议")}

# --- what is missing before the next step ---
MISSING = {
    "parties": _("写清这件事关系到谁"),
    "core": _("排好三方的座位"),
    "unseated": _("每一方都要有座位"),
    "investigation": _("先调查，没有调查就没有结论"),
    "minority": _("给受影响的少数一个交代：补偿、改方案或者当面听"),
    "no_vote": _("这件事不用投票，开会商定就行"),
    "forum_only": _("座谈会只听意见，大事不能只凭座谈会决定"),
    "forum_decides_not": _("座谈会只听意见，要另开能作决定的会"),
    "kind": _("先定这件事由谁决定"),
    "vote": _("按规定投票"),
    "vote_running": _("等投票核定结果"),
    "vote_not_valid": _("这次投票不成立，不能作为决定的依据"),
    "wrong_rule": _("投票用的规则和这件事要求的不一样"),
    "meeting": _("开会商定"),
    "publish": _("先公布决定"),
}
