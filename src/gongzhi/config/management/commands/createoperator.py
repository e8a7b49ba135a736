"""`gongzhi createoperator`: the first account of an installation, made at the terminal."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gongzhi.kernel.actor import system
from gongzhi.kernel.errors import Refused
from gongzhi.organisations import selectors as register
from gongzhi.organisations import services as organisations
from gongzhi.people import services as people
from gongzhi.places import selectors as places

BY = system("config.terminal")


class Command(BaseCommand):
    """Opens an account and seats it as operator of a street office, which is registered when it is not there yet."""

    help = "Open the first operator's account: gongzhi createoperator NAME --place 440305007"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The password is asked for or piped in: an argument would stand in the shell's history."""
        parser.add_argument("username")
        parser.add_argument("--place", required=True, help="code of the place that the operator looks after")
        parser.add_argument("--name", default="", help="how the person is called")

    def handle(self, *args: Any, **options: Any) -> None:
        """Account, body, seat and term in one transaction: all or nothing."""
        try:
            place = places.by_code(options["place"])
            with transaction.atomic():
                given = {name: options[name] for name in ("username", "name")}
                person = people.register_account(password=_password(), **given)
                seat = organisations.create_seat(actor=BY, body_id=_office(place), role="operator")
                organisations.seat_person(actor=BY, seat_id=seat.pk, person_id=person.pk)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{person.username} is the operator of {place.name} ({place.code})")


def _office(place: Any) -> int:
    """The body that runs the place; a new street office where none is registered."""
    for kind in ("street_office", "district_government"):
        body = register.body_for(kind, place)
        if body is not None and body.place_id == place.pk:
            return int(body.pk)
    kind = "district_government" if place.level in {"city", "district"} else "street_office"
    return int(organisations.create_body(actor=BY, kind=kind, name=place.name, place_id=place.pk).pk)


def _password() -> str:
    """Typed twice at a terminal, or one line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first, second = getpass.getpass("password: "), getpass.getpass("again: ")
    if first != second:
        raise CommandError("the two passwords differ; nothing was made")
    return first
