"""What stands around every page: where am I, who am I here, whom to call, and the ways to the other pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.actor import Actor
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.words import ROLES

ELDER_COOKIE = "elder"

# name of the address, words, key, for whom ("all", "resident", "staff", "street"); an address that is not built is left out
NAV = (
    ("home", gettext_lazy("首页"), "", "resident"),
    ("report", gettext_lazy("我要反映"), "", "resident"),
    ("mine", gettext_lazy("我的事"), "", "resident"),
    ("inbox", gettext_lazy("待办"), "g i", "staff"),
    ("sorting", gettext_lazy("分拣"), "g s", "staff"),
    ("whistles", gettext_lazy("吹哨"), "g w", "staff"),
    ("ladder", gettext_lazy("督办"), "g l", "staff"),
    ("take_in", gettext_lazy("代为反映"), "g n", "staff"),
    ("board", gettext_lazy("公开榜"), "", "all"),
)
FOOT = (
    ("follow", gettext_lazy("凭回执查进展"), "", "all"),
    ("powers", gettext_lazy("谁能做什么"), "", "all"),
)
KEYS = (
    (
        (("?",), gettext_lazy("看这张表")),
        (("/",), gettext_lazy("打两个字找一件")),
        (("g", "i"), gettext_lazy("去待办")),
        (("g", "s"), gettext_lazy("去分拣")),
        (("g", "w"), gettext_lazy("去吹哨")),
        (("j",), gettext_lazy("下一行")),
        (("k",), gettext_lazy("上一行")),
        (("Enter",), gettext_lazy("打开")),
        (("u",), gettext_lazy("回到原来那行")),
        (("[",), gettext_lazy("上一件")),
        (("]",), gettext_lazy("下一件")),
        (("x",), gettext_lazy("勾选")),
        (("z",), gettext_lazy("撤回（20 秒内）")),
    ),
    (
        (("a",), gettext_lazy("接")),
        (("h",), gettext_lazy("转")),
        (("w",), gettext_lazy("吹哨")),
        (("r",), gettext_lazy("答复")),
        (("n",), gettext_lazy("记一笔")),
        (("t",), gettext_lazy("记电话")),
        (("p",), gettext_lazy("写明原因，停表")),
        (("m",), gettext_lazy("并到一起")),
        (("1–9",), gettext_lazy("第几个建议")),
        ((".",), gettext_lazy("能做的事")),
        (("Ctrl+Enter",), gettext_lazy("送出正在写的")),
        (("Esc",), gettext_lazy("关上，草稿还在")),
    ),
)


@dataclass(frozen=True)
class Link:
    """A way to another page."""

    url: str
    label: Any
    key: str = ""
    current: bool = False


def phone_number() -> str:
    """The telephone number that every page prints; a deployment names its own."""
    return str(getattr(settings, "PHONE", "12345"))


class Frame:
    """Everything that base.html asks; each answer is worked out once a request, and only if it is asked."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.demo = bool(getattr(settings, "DEMO", False))
        self.actor = _actor(request)
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
        return list(_links(NAV, self.request.path, {"all", "staff" if self.staff else "resident"}))

    @property
    def foot(self) -> list[Link]:
        """The quieter pages."""
        return list(_links(FOOT, self.request.path, {"all"}))

    @property
    def keys(self) -> Any:
        """The keyboard map, in words."""
        return KEYS

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
    def js_words(self) -> dict[str, str]:
        """The few sentences that scripts say."""
        return {
            "offline": _("现在没有网。写的都存着，有网再送出。"),
            "online": _("网又通了，可以送出了。"),
            "draft": _("边写边存在这台设备上"),
            "restored": _("上次写的还在，已放回来"),
            "dropped": _("存着的草稿已清掉"),
            "busy": _("正在取……"),
            "broken": _("没取到，写的还在，请再点一次"),
            "reading": _("停下不读"),
            "keysOff": _("单个键已停用"),
            "keysOn": _("单个键已启用"),
            "zoomIn": _("放大"),
            "zoomOut": _("缩小"),
        }


def _actor(request: HttpRequest) -> Actor | None:
    if not hasattr(request, "actor"):
        user = getattr(request, "user", None)
        signed_in = user is not None and user.is_authenticated
        request.actor = organisations.actor_for(user.pk) if signed_in else None  # type: ignore[attr-defined]
    return request.actor  # type: ignore[attr-defined,no-any-return]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _links(items: tuple[tuple[str, Any, str, str], ...], path: str, readers: set[str]) -> Iterator[Link]:
    for name, label, key, reader in items:
        address = _address(name) if reader in readers else ""
        if address:
            yield Link(address, label, key, current=path == address)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor of base.html."""
    return {"frame": SimpleLazyObject(lambda: Frame(request))}
