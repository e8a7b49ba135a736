"""What stands around every page: where am I, who am I here, whom to call, and the ways to the other pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.visitors import actor_of
from gongzhi.organisations.words import ROLES, WATCHERS

ELDER_COOKIE = "elder"

RESIDENT, STAFF = {"resident"}, {"staff"}
STREET = {"street_officer", "street_lead"}
SORTERS = {"community_worker", "community_secretary", "area_lead", *STREET}
HELPERS = {"building_head", "grid_worker", *SORTERS}
LEADING = {*SORTERS, *WATCHERS, "desk", "district_officer"}
ALL = RESIDENT | STAFF
# Name of the address, words, key, for whom; an address that is not built is left out.
NAV = (
    ("home", pgettext_lazy("nav", "首页"), "", RESIDENT),
    ("report", pgettext_lazy("nav", "我要反映"), "", RESIDENT),
    ("mine", pgettext_lazy("nav", "我的事"), "", RESIDENT),
    ("together", pgettext_lazy("nav", "一起商量"), "g d", ALL),
    ("inbox", pgettext_lazy("nav", "待办"), "g i", STAFF),
    ("sorting", pgettext_lazy("nav", "分拣"), "g s", SORTERS),
    ("whistles", pgettext_lazy("nav", "吹哨"), "g w", STAFF),
    ("problems", pgettext_lazy("nav", "重复问题"), "g p", LEADING),
    ("ladder", pgettext_lazy("nav", "督办"), "g l", STREET),
    ("supervision", pgettext_lazy("nav", "督办名单"), "", {"community_secretary", *WATCHERS}),
    ("take_in", pgettext_lazy("nav", "代为反映"), "g n", HELPERS),
    ("street_rates", pgettext_lazy("nav", "三率"), "g r", STAFF),
    ("board", pgettext_lazy("nav", "公开榜"), "", ALL),
)
FOOT = (
    ("follow", pgettext_lazy("nav", "凭回执查进展"), "", ALL),
    ("months", pgettext_lazy("nav", "每月一题"), "", ALL),
    ("mandates_list", pgettext_lazy("nav", "哪件事归谁办"), "", ALL),
    ("powers", pgettext_lazy("nav", "谁能做什么"), "", ALL),
    ("rules_in_force", pgettext_lazy("nav", "按什么规则办"), "", ALL),
    ("own_data", pgettext_lazy("nav", "我的信息，谁看过"), "", {"person"}),
    ("demo_faces", pgettext_lazy("nav", "演示：换个人登录"), "", ALL),
)
KEYS = (
    (
        (("?",), pgettext_lazy("key", "看这张表")),
        (("/",), pgettext_lazy("key", "打两个字找一件")),
        (("g", "i"), pgettext_lazy("key", "去待办")),
        (("g", "s"), pgettext_lazy("key", "去分拣")),
        (("g", "w"), pgettext_lazy("key", "去吹哨")),
        (("g", "p"), pgettext_lazy("key", "去重复问题")),
        (("j",), pgettext_lazy("key", "下一行")),
        (("k",), pgettext_lazy("key", "上一行")),
        (("Enter",), pgettext_lazy("key", "打开")),
        (("u",), pgettext_lazy("key", "回到原来那行")),
        (("[",), pgettext_lazy("key", "上一件")),
        (("]",), pgettext_lazy("key", "下一件")),
        (("x",), pgettext_lazy("key", "勾选")),
    ),
    (
        (("a",), pgettext_lazy("key", "接")),
        (("h",), pgettext_lazy("key", "转")),
        (("w",), pgettext_lazy("key", "吹哨")),
        (("r",), pgettext_lazy("key", "答复")),
        (("n",), pgettext_lazy("key", "记一笔")),
        (("t",), pgettext_lazy("key", "记电话")),
        (("p",), pgettext_lazy("key", "写明原因，停表")),
        (("m",), pgettext_lazy("key", "并到一起")),
        (("c",), pgettext_lazy("key", "确认一个重复问题")),
        (("z",), pgettext_lazy("key", "撤回刚办的一步")),
        (("1–9",), pgettext_lazy("key", "第几个建议")),
        ((".",), pgettext_lazy("key", "能做的事")),
        (("Ctrl+Enter",), pgettext_lazy("key", "送出正在写的")),
        (("Esc",), pgettext_lazy("key", "关上，草稿还在")),
    ),
)

JS_WORDS = {
    "offline": gettext_lazy("现在没有网。写的都存着，有网再送出。"),
    "online": gettext_lazy("网又通了，可以送出了。"),
    "draft": gettext_lazy("边写边存在这台设备上"),
    "restored": gettext_lazy("上次写的还在，已放回来"),
    "dropped": gettext_lazy("存着的草稿已清掉"),
    "busy": gettext_lazy("正在取……"),
    "broken": gettext_lazy("没取到，写的还在，请再点一次"),
    "reading": gettext_lazy("停下不读"),
    "keysOff": gettext_lazy("单个键已停用"),
    "keysOn": gettext_lazy("单个键已启用"),
    "zoomIn": gettext_lazy("放大"),
    "zoomOut": gettext_lazy("缩小"),
}


@dataclass(frozen=True)
class Link:
    """A way to another page."""

    url: str
    label: Any
    key: str = ""
    current: bool = False


def phone(request: HttpRequest | None) -> dict[str, str]:
    """Whom to call: the place that the page names, else the deployment's number; needs no request for error pages."""
    number = getattr(request, "frame_phone", "") or settings.PHONE
    name = getattr(request, "frame_place", "") if getattr(request, "frame_phone", "") else ""
    href = "".join(sign for sign in number if sign in "0123456789+")
    return {"number": number, "href": href, "name": name or pgettext("phone", "社区")}


class Frame:
    """Everything that base.html asks; each answer is worked out once a request, and only if it is asked."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.demo = settings.DEMO
        self.actor = actor_of(request)
        self.staff = bool(self.actor and self.actor.is_staff)
        self._body: Any = None

    @property
    def elder(self) -> bool:
        """Large type: by the switch of this browser, else by the person's own wish."""
        cookie = self.request.COOKIES.get(ELDER_COOKIE)
        if cookie is not None:
            return cookie == "1"
        return bool(getattr(getattr(self.request, "user", None), "elder", False))

    @property
    def place(self) -> str:
        """Where the reader is: the place that the page names, else the area of the seat."""
        named = getattr(self.request, "frame_place", "")
        return named or (str(self.body.place.name) if self.body and self.body.place else _("共治"))

    @property
    def body(self) -> Any:
        """The body of the first seat held now."""
        if self._body is None and self.actor and self.actor.seats:
            self._body = organisations.body(self.actor.seats[0].body_id)
        return self._body

    @property
    def who(self) -> str:
        """The seat, in words, or that it is the person herself."""
        if self.staff and self.actor:
            return f"{self.body.name} · {ROLES.get(self.actor.seats[0].role, '')}"
        return _("居民") if self.actor else ""

    @property
    def home(self) -> str:
        """The address of the first page for this reader."""
        return _address("inbox" if self.staff else "home") or "/"

    @property
    def nav(self) -> list[Link]:
        """The main pages that this reader has and that are built."""
        return [replace(link, current=True) if link.url == self.request.path else link for link in self._ways("nav")]

    @property
    def foot(self) -> Sequence[Link]:
        """The quieter pages."""
        return self._ways("foot")

    def _ways(self, which: str) -> Sequence[Link]:
        return _ways(which, frozenset(self.readers), get_language())

    @property
    def readers(self) -> set[str]:
        """For whom pages may be: resident or staff, person when signed in, and the roles of the seats."""
        if not self.actor:
            return {"resident"}
        roles = {seat.role for seat in self.actor.seats}
        return {"person", "staff", *roles} if roles else {"person", "resident"}

    @property
    def keys_sheet(self) -> SafeString:
        """The keyboard map, for staff."""
        return _keys_sheet(get_language()) if self.staff else SafeString("")

    @property
    def sign_in(self) -> str:
        """Where to sign in, returning here."""
        address = _address("account_login")
        return f"{address}?next={self.request.path}" if address else ""

    @property
    def sign_out(self) -> str:
        """Where to sign out."""
        return _address("account_logout")

    @property
    def words_script(self) -> SafeString:
        """The few sentences that scripts say, as their data block."""
        return _words_script(get_language())


# -- what is the same on every page of a language is drawn once --------------------------------------------------------


@lru_cache(maxsize=8)
def _keys_sheet(language: str | None) -> SafeString:
    return render_to_string("web/parts/keys_sheet.html", {"keys": KEYS})


@lru_cache(maxsize=8)
def _words_script(language: str | None) -> SafeString:
    return json_script({key: str(words) for key, words in JS_WORDS.items()}, "gz-words")


@lru_cache(maxsize=256)
def _ways(which: str, readers: frozenset[str], language: str | None) -> Sequence[Link]:
    """The pages of NAV or FOOT that are built and meant for these readers, in the words of this language."""
    found = []
    for name, label, key, meant_for in NAV if which == "nav" else FOOT:
        address = _address(name) if meant_for & readers else ""
        if address:
            found.append(Link(address, str(label), key))
    return tuple(found)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor of base.html."""
    return {"frame": SimpleLazyObject(lambda: Frame(request))}
