"""Closed lists of meetings and what people read for them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ORDERS = {
    "council_3x": _("议事协商会（3+X）"),
    "residents_forum": _("居民座谈会"),
    "hearing": _("听证会"),
    "residents_assembly": _("居民会议"),
    "representatives_assembly": _("居民代表会议"),
    "owners_assembly": _("业主大会会议"),
    "joint_conference": _("共建联席会议"),
    "home_committee": _("家园共建委员会会议"),
    "consultative_council": _("议政会"),
    "building_meeting": _("楼栋议事会"),
    "committee": _("委员会会议"),
}
DECIDES = {
    "hands": _("到会的人举手表决，当场定"),
    "ballot": _("会上只商量，定下来要按面积和户数投票"),
    "no": _("只听意见，不作决定"),
}
SEAT_KINDS = {
    "residents_committee": _("居委会"),
    "community_party": _("社区党委"),
    "property": _("物业"),
    "owners_committee": _("业委会"),
    "resident_unit": _("驻区单位"),
    "social_org": _("社会组织"),
    "resident": _("居民"),
    "owner": _("业主"),
    "tenant": _("租户"),
    "household": _("住户"),
    "police": _("片警"),
    "party_involved": _("当事人"),
    "building_head": _("楼栋长"),
    "deputy": _("人大代表"),
    "resident_rep": _("居民代表"),
    "appointed_rep": _("推选的代表"),
    "party_delegate": _("党员代表"),
    "member": _("委员"),
    "department": _("到会的部门"),
    "expert": _("懂行的人"),
    "observer": _("旁听"),
}
STATES = {
    "called": _("等着开"),
    "open": _("正在开"),
    "adjourned": _("休会"),
    "closed": _("散会了，等记录"),
    "minuted": _("记录等到会的人认"),
    "approved": _("记录认过了，等公布"),
    "published": _("公布了"),
    "cancelled": _("不开了"),
}
MOVES = {
    "open": _("开会"),
    "adjourn": _("休会，改天接着开"),
    "close": _("散会"),
    "cancel": _("不开了"),
    "draft": _("起草记录"),
    "amend": _("改一处记录"),
    "approve": _("认记录"),
    "publish": _("公布记录"),
}
ITEM_KINDS = {
    "report": _("通报"),
    "discuss": _("商量"),
    "opinion": _("听意见"),
    "decide": _("表决"),
}
ITEM_STATES = {
    "waiting": _("还没到"),
    "now": _("正在议"),
    "done": _("议完了"),
    "put_off": _("这次没议，留到下次"),
}
REPLIES = {
    "": _("还没回话"),
    "coming": _("说来"),
    "away": _("说来不了"),
}
TURN_STATES = {
    "waiting": _("等着说"),
    "speaking": _("正在说"),
    "done": _("说完了"),
    "withdrawn": _("不说了"),
}
MOTION_STATES = {
    "proposed": _("提出来了"),
    "voting": _("正在举手"),
    "passed": _("通过"),
    "rejected": _("没有通过"),
    "withdrawn": _("收回了"),
}
CHOICES = {"yes": _("赞成"), "no": _("反对"), "abstain": _("弃权")}
RESOLUTION_KINDS = {"decision": _("决议"), "opinion": _("意见")}
RESOLUTION_STATES = {
    "open": _("正在落实"),
    "reported": _("说落实了，等核对"),
    "done": _("落实了"),
    "dropped": _("不再落实"),
}
EVERY = {
    "monthly": _("每月一次"),
    "two_monthly": _("两月一次"),
    "quarterly": _("每季一次"),
    "half_yearly": _("半年一次"),
    "yearly": _("每年一次"),
}
SLOT_STATES = {"open": _("还没开"), "held": _("开过了"), "excused": _("不开，说了理由")}
SIGNED_HOW = {"self": _("自己认的"), "paper": _("纸上签的")}
FINDINGS = {
    "notice": _("通知的日子够"),
    "agenda": _("议程和通知一起公布"),
    "core": _("核心席位开会时都在"),
    "quorum": _("开会时够人数"),
    "unlisted": _("没有表决通知里没有的事"),
    "decides": _("没有越过这种会能定的事"),
    "order": _("先表决修正案，再表决原案"),
    "while_open": _("表决都在会上"),
    "counts": _("举手的人不多于能表决的人"),
    "outcome": _("结果和举手的数对得上"),
    "speaking_order": _("按先后和说得少的先说"),
    "speaking_time": _("没有人超时太多"),
    "minutes_whole": _("记录里每一项都在"),
    "signed": _("认记录的人都到了会，过了半数"),
    "published": _("认过才公布"),
}
DONE = {
    "reply": _("记下了。到会前都可以改。"),
    "ask": _("排上了，轮到会叫您。"),
    "end": _("记下了，说完了。"),
    "vote": _("手举了。数票以前都可以改。"),
    "propose": _("提出来了，等主持人来表决。"),
    "interest": _("记下了。您可以发言，不参加这一项表决。"),
    "present": _("到会记下了。"),
    "seat": _("又请了一席。"),
    "proxy": _("委托记下了。"),
    "substitute": _("谁代来，记下了。"),
    "signed": _("您认过了。过了半数就能公布。"),
    "open": _("会开了，先点第一项。"),
    "item": _("开始议这一项。"),
    "note": _("记下了，留到下次会上。"),
    "floor": _("排上了发言。"),
    "next": _("请下一位发言。"),
    "speech": _("发言要点记下了。"),
    "motion": _("议案记下了。"),
    "put": _("开始举手。"),
    "decide": _("数好了，结果记下了。"),
    "withdraw": _("收回了。"),
    "resolve": _("写成了决议，负责的单位收到了待办。"),
    "adjourn": _("休会了，到时接着开。"),
    "close": _("散会了。接着写记录。"),
    "cancel": _("不开了，通知页上写着为什么。"),
    "draft": _("记录写好了，请到会的人认。"),
    "amend": _("改好了，要重新认一遍。"),
    "sign": _("认过的记下了。"),
    "publish": _("记录公布了。"),
    "report": _("报上去了，等召集单位核对。"),
    "confirm": _("核对过，落实了。"),
    "send_back": _("退回去了，原来的日子接着算。"),
    "drop": _("不再落实，写明了原因。"),
    "plan": _("一年的计划定了，每一段到时会提醒。"),
    "excuse": _("理由记下了，谁都看得到。"),
    "called": _("通知发出了。"),
}
DONE_NOT = {
    "basis": _("依据的编号不对，请从表决结果页上照抄。"),
    "day": _("请写哪一天。"),
}
