"""What the moves inside one level and between levels do: sorting, handing on, refusing, deciding, rising, answering."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.cases import words
from gongzhi.cases.models import Case
from gongzhi.cases.rules import decider, next_rung
from gongzhi.cases.selectors.advisers import held_back
from gongzhi.cases.selectors.limits import clause_of
from gongzhi.cases.services.engine import Change, effect, give_to, move_case
from gongzhi.kernel import clock
from gongzhi.kernel.actor import system
from gongzhi.kernel.errors import Refused
from gongzhi.mandates import selectors as mandates
from gongzhi.organisations import selectors as organisations

LOOP = system("cases.loop")


def route(case: Case, matter: str, at_least: str | None = None) -> Any:
    """Where the list sends this matter at this place; Refused when it has no such matter or nobody can take it."""
    return mandates.route(matter, case.place, clock.today().date(), at_least=at_least)


@effect("sort", "sort_itself", "reclassify")
def sort(change: Change) -> None:
    """A matter type was given: the list says whose it is."""
    case, matter = change.case, change.given["matter"]
    found = route(case, matter)
    case.matter, case.tier = matter, found.matter.tier
    change.new_clock = True
    change.clause = f"{matter}:{found.rung}"
    case.holder_id, case.level = found.body.pk, found.rung


@effect("accept")
def accept(change: Change) -> None:
    """Taking a case in hand needs no more than saying so."""
    change.say("note", change.given.get("note") or "")


@effect("offer")
def offer(change: Change) -> None:
    """The holder keeps the case until the other body has taken it (首接负责)."""
    body = organisations.body(int(change.given["to_body"]))
    if body.pk == change.case.holder_id:
        raise Refused(_("这件事已经在这个单位手上，请选别的单位。"), code="same_body", field="to_body")
    change.clause = clause_of(change.given["clause"])
    change.case.offered_to = body
    change.say("reason", change.given.get("reason") or "")


@effect("take")
def take(change: Change) -> None:
    """The offered body has it now, with a clock of its own."""
    body_id = change.case.offered_to_id
    if body_id is not None:
        change.case.offered_to = None
        give_to(change.case, organisations.body(body_id))


@effect("decline", "refuse")
def refuse(change: Change) -> None:
    """Refusing needs a clause; who has the case keeps it until it is decided (row E04)."""
    case = change.case
    change.clause = clause_of(change.given["clause"])
    case.bounces = min(case.bounces + 1, 2)
    change.given["decider"] = _decider(case)
    change.say("reason", change.given.get("reason") or "")


def _decider(case: Case) -> Any:
    """The community's desk after one refusal; the street after two, or where the community itself refused."""
    if decider(case.bounces) == "community":
        body = organisations.body_for("residents_committee", case.place)
        if body and body.pk != case.holder_id:
            return body
    body = organisations.body_for("street_office", case.place)
    if body is None:
        raise Refused(_("这里还没有设街道办，请先登记。"), code="no_decider")
    return body


@effect("decide")
def decide(change: Change) -> None:
    """The decision takes effect at once: the named body has the case from this minute."""
    give_to(change.case, organisations.body(int(change.given["to_body"])))
    change.new_clock = True
    change.say("reason", change.given["reason"])


@effect("decide_by_list")
def decide_by_list(change: Change) -> None:
    """Nobody decided in time: the list decides at the street's level."""
    case = change.case
    found = route(case, case.matter, at_least="street")
    case.holder_id, case.level = found.body.pk, found.rung
    case.bounces = 2
    change.clause = f"{case.matter}:{found.rung}"
    change.new_clock = True


@effect("rise")
def rise(change: Change) -> None:
    """What a level could not solve goes to the next with its whole file (row E05)."""
    case = change.case
    above = next_rung(case.level)
    if above is None:
        raise Refused(_("已经在区一级，不能再往上升。"), code="top")
    found = route(case, case.matter, at_least=above)
    case.holder_id, case.level = found.body.pk, found.rung
    case.bounces = 0
    change.clause = f"{case.matter}:{found.rung}"
    change.new_clock = True
    change.say("reason", change.given.get("reason") or "")


@effect("answer")
def answer(change: Change) -> None:
    """An answer says what was done, or honestly why it cannot be done now; then the reporter judges."""
    case, outcome = change.case, change.given["outcome"]
    if outcome not in words.OUTCOMES:
        raise Refused(_("请选：解决了，还是说明原因。"), code="unknown_outcome", field="outcome")
    if waiting := held_back(case):
        raise Refused(waiting, code="held", field="answer")
    case.outcome, case.answered_at = outcome, change.now
    change.say("answer", change.given["answer"])
    followers = list(Case.objects.filter(primary=case, state="merged").values_list("pk", flat=True))
    text = change.given["answer"]

    def tell() -> None:
        for follower in followers:
            move_case(actor=LOOP, case_id=follower, move="follow", outcome=outcome, answer=text)

    change.after.append(tell)


@effect("follow")
def follow(change: Change) -> None:
    """The main case was answered; so is this one, and its own reporter judges it."""
    change.case.outcome, change.case.answered_at = change.given["outcome"], change.now
    change.say("answer", change.given["answer"])


@effect("redirect")
def redirect(change: Change) -> None:
    """One of the six lawful branches; the path is told in words."""
    branch = change.given["branch"]
    if branch not in words.BRANCHES:
        raise Refused(_("请从六种情形里选一种。"), code="unknown_branch", field="branch")
    case = change.case
    case.branch = branch
    change.clause = _off_list(case)
    change.say("path", change.given.get("note") or "")
    _release_followers(change, "follow_lawful")
    _part_ended(change)


@effect("withdraw")
def withdraw(change: Change) -> None:
    """The reporter takes it back; those who said the same are not taken back with it."""
    change.say("reason", change.given.get("reason") or "")
    _release_followers(change, "unmerge")
    parts = list(Case.objects.filter(part_of=change.case, is_open=True).values_list("pk", flat=True))
    for part in parts:
        change.after.append(partial(_move, part, "withdraw"))
    _part_ended(change)


def _move(case_id: int, move: str) -> None:
    move_case(actor=LOOP, case_id=case_id, move=move)


def _release_followers(change: Change, move: str) -> None:
    """What was merged into this case goes on by itself, in the same transaction."""
    for pk in Case.objects.filter(primary=change.case, state="merged").values_list("pk", flat=True):
        change.after.append(partial(_move, pk, move))


@effect("follow_lawful")
def follow_lawful(change: Change) -> None:
    """The lawful path is the same as the main case's."""
    main = change.case.primary
    change.case.branch = main.branch if main else ""
    change.clause = _off_list(change.case)


def _off_list(case: Case) -> str:
    """The line of the negative list that a request beyond duty falls under; "" for none, and for other branches."""
    found = mandates.negative(case.text) if case.branch == "beyond_duty" else None
    return found.code if found else ""


@effect("finish_part")
def finish_part(change: Change) -> None:
    """One part is done; when all are, the parts join again."""
    change.say("report", change.given["answer"])
    _part_ended(change)


def _part_ended(change: Change) -> None:
    main = change.case.part_of_id
    if main is None:
        return

    def join_when_all_done() -> None:
        running = Case.objects.filter(part_of_id=main, is_open=True).exists()
        if not running and Case.objects.filter(pk=main, state="split").exists():
            _move(main, "join")

    change.after.append(join_when_all_done)
