"""Sign in with one tap as somebody of the demonstration; its address exists in a demonstration only."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongzhi.organisations import selectors
from gongzhi.people import selectors as people

BACKEND = "django.contrib.auth.backends.ModelBackend"


def faces(request: HttpRequest) -> HttpResponse:
    """The people of the demonstration, one for every office, and a few residents."""
    if not settings.DEMO:  # the address is not there either; this is the second lock
        raise Http404
    offered = selectors.demonstration_faces()
    if request.method == "POST":
        wanted = request.POST.get("person", "")
        person_id = next((f.person_id for f in offered if str(f.person_id) == wanted), None)
        if person_id is None:
            raise Http404
        login(request, people.person(person_id), backend=BACKEND)
        return redirect("/")
    return render(request, "organisations/faces.html", {"faces": offered})
