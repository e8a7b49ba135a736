"""The addresses of conversations: statements, the map, moderation, questions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongzhi.opinions.pages import desk, posts, record, talk
from gongzhi.opinions.pages import map as opinion_map

urlpatterns: list[URLPattern | URLResolver] = [
    path("talks/", talk.talks, name="talks"),
    path("talks/<int:talk_id>/", talk.talk, name="talk"),
    path("talks/<int:talk_id>/vote/", talk.vote, name="talk_vote"),
    path("talks/<int:talk_id>/take-back/", talk.take_back, name="talk_take_back"),
    path("talks/<int:talk_id>/say/", talk.say, name="talk_say"),
    path("talks/<int:talk_id>/map/", opinion_map.opinion_map, name="talk_map"),
    path("talks/<int:talk_id>/said/", record.said, name="talk_said"),
    path("talks/<int:talk_id>/said/file/", record.said_file, name="talk_said_file"),
    path("talks/<int:talk_id>/export/", record.public_files, name="talk_export"),
    path("talks/<int:talk_id>/sheet/", record.sheet, name="talk_sheet"),
    path("talks/<int:talk_id>/questions/", record.questions, name="talk_questions"),
    path("work/talks/", desk.talks, name="talks_desk"),
    path("work/talks/open/", desk.open_talk, name="talk_open"),
    path("work/talks/unanswered/", posts.unanswered, name="talks_unanswered"),
    path("work/talks/<int:talk_id>/", desk.one, name="talk_desk"),
    path("work/talks/<int:talk_id>/close/", desk.close, name="talk_close"),
    path("work/talks/<int:talk_id>/posts/", posts.posts, name="talk_posts"),
    path("work/talks/<int:talk_id>/posts/file/", posts.posts_file, name="talk_posts_file"),
    path("work/talks/<int:talk_id>/paper/", posts.paper, name="talk_paper"),
    path("work/talks/statements/<int:statement_id>/<slug:move>/", desk.act, name="talk_act"),
    path("work/talks/posts/<int:post_id>/<slug:move>/", posts.post_act, name="talk_post_act"),
    path("work/talks/questions/<int:question_id>/<slug:move>/", posts.question_act, name="talk_question_act"),
]
