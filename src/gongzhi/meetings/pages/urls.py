"""The addresses of meetings: the calendar, the notice, the hall, minutes, and the convenors' desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongzhi.meetings.pages import desk, desk_acts, desk_call, follow, hall, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("meetings/", public.calendar, name="meetings"),
    path("meetings/<int:meeting_id>/", public.notice, name="meeting"),
    path("meetings/<int:meeting_id>/sheet/", public.sheet, name="meeting_sheet"),
    path("meetings/<int:meeting_id>/notice.pdf", public.notice_pdf, name="meeting_notice_pdf"),
    path("meetings/<int:meeting_id>/meeting.ics", public.ics, name="meeting_ics"),
    path("meetings/<int:meeting_id>/minutes/", public.minutes, name="meeting_minutes"),
    path("meetings/<int:meeting_id>/minutes.pdf", public.minutes_pdf, name="meeting_minutes_pdf"),
    path("meetings/<int:meeting_id>/hall/", hall.hall, name="meeting_hall"),
    path("meetings/<int:meeting_id>/hall/live/", hall.live, name="meeting_live"),
    path("meetings/<int:meeting_id>/hall/screen/", hall.screen, name="meeting_screen"),
    path("meetings/<int:meeting_id>/hall/<slug:act>/", hall.act, name="meeting_hall_act"),
    path("work/meetings/", desk.mine, name="meetings_desk"),
    path("work/meetings/new/", desk_call.new, name="meeting_new"),
    path("work/meetings/follow/", follow.resolutions, name="meetings_follow"),
    path("work/meetings/follow/<int:resolution_id>/<slug:act>/", follow.act, name="resolution_act"),
    path("work/meetings/plan/", follow.plan, name="meetings_plan"),
    path("work/meetings/plan/<int:slot_id>/", follow.excuse, name="meetings_excuse"),
    path("work/meetings/<int:meeting_id>/", desk.one, name="meeting_desk"),
    path("work/meetings/<int:meeting_id>/<slug:act>/", desk_acts.act, name="meeting_act"),
]
