"""The demonstration's people: invented names, a few accounts that anybody may try, and reporters with a number."""

from __future__ import annotations

from random import Random

from gongzhi.people import services
from gongzhi.people.models import Person

PASSWORD = "welcome-to-yuehai"
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余叶杜苏魏程吕丁沈任姚卢"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文辉欣宇晨阳佳琪浩然子涵雨桐思远嘉怡志鹏晓燕春梅"
# Names are not always three characters long, and pages must not break on one that is not.
LONG_NAME = "阿卜杜热依木江·麦麦提图尔荪努尔买买提居麻·吐尔逊古丽阿依努尔·艾尼瓦尔江木"[:40].ljust(40, "木")


def name_of(rng: Random) -> str:
    """An invented name of two or three characters."""
    return rng.choice(_SURNAMES) + "".join(rng.choice(_GIVEN) for _ in range(rng.choice((1, 2, 2, 2))))


def enrol(rng: Random, count: int) -> list[int]:
    """So many people who will hold seats; one of them has a name of forty characters."""
    names = [LONG_NAME, *(name_of(rng) for _ in range(count - 1))]
    return [services.reporter(name=name).pk for name in names]


def open_account(rng: Random, username: str, *, phone: str = "", elder: bool = False) -> Person:
    """An account with the known password."""
    return services.register_account(username=username, password=PASSWORD, name=name_of(rng), phone=phone, elder=elder)


def numbers(rng: Random, count: int) -> list[str]:
    """Telephone numbers of a block that looks like no subscriber's, each once."""
    return [f"1380000{n:04d}" for n in rng.sample(range(10_000), count)]


def is_empty() -> bool:
    """Whether nobody lives here yet."""
    return not Person.objects.exists()
