"""The addresses of votes: what everybody sees, one's own ballot, and the organiser's desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gongzhi.voting.pages import ballot, blind, proxy, result, votes
from gongzhi.voting.pages.desk import acts, drawing, helping, overview, papers, roll

urlpatterns: list[URLPattern | URLResolver] = [
    path("votes/", votes.votes, name="votes"),
    path("votes/<int:vote_id>/", votes.vote, name="vote"),
    path("votes/<int:vote_id>/claim/", votes.claim, name="vote_claim"),
    path("votes/<int:vote_id>/object/", votes.objection, name="vote_object"),
    path("votes/<int:vote_id>/ballot/", ballot.ballot, name="vote_ballot"),
    path("votes/<int:vote_id>/cast/", ballot.cast, name="vote_cast"),
    path("votes/<int:vote_id>/blind/", blind.blind, name="vote_blind"),
    path("votes/<int:vote_id>/blind/issue/", blind.issue, name="vote_blind_issue"),
    path("votes/<int:vote_id>/blind/put/", blind.put, name="vote_blind_put"),
    path("votes/<int:vote_id>/blind/check/", blind.check, name="vote_blind_check"),
    path("votes/<int:vote_id>/blind/log.json", blind.log, name="vote_blind_log"),
    path("votes/<int:vote_id>/blind/ballots.json", blind.ballots, name="vote_blind_ballots"),
    path("votes/<int:vote_id>/proxy/", proxy.proxy, name="vote_proxy"),
    path("votes/<int:vote_id>/paper/", ballot.paper, name="vote_paper"),
    path("votes/<int:vote_id>/result/", result.result, name="vote_result"),
    path("votes/<int:vote_id>/certificate.json", result.certificate, name="vote_certificate"),
    path("votes/<int:vote_id>/rows.json", result.certificate_rows, name="vote_certificate_rows"),
    path("votes/<int:vote_id>/certificate.pdf", result.certificate_paper, name="vote_certificate_paper"),
    path("work/votes/", overview.desk_votes, name="desk_votes"),
    path("work/votes/new/", drawing.draw, name="vote_draw"),
    path("work/votes/<int:vote_id>/", overview.desk_vote, name="desk_vote"),
    path("work/votes/<int:vote_id>/roll/", roll.roll, name="vote_roll"),
    path("work/votes/<int:vote_id>/roll/strike/", roll.strike, name="vote_strike"),
    path("work/votes/<int:vote_id>/notice/", roll.notice, name="vote_notice"),
    path("work/votes/<int:vote_id>/papers/", papers.print_papers, name="vote_papers"),
    path("work/votes/<int:vote_id>/sheets/", papers.sheets, name="vote_sheets"),
    path("work/votes/<int:vote_id>/sheets/<int:number>/", papers.sheet, name="vote_sheet"),
    path("work/votes/<int:vote_id>/proxies/", helping.proxies, name="vote_proxies"),
    path("work/votes/<int:vote_id>/proxies/end/", helping.end_proxy, name="vote_proxy_end"),
    path("work/votes/<int:vote_id>/option/", helping.option, name="vote_option"),
    path("work/votes/<int:vote_id>/hand-out/", helping.hand_out, name="vote_hand_out"),
    path("work/votes/<int:vote_id>/objections/<int:objection_id>/", acts.settle, name="vote_settle"),
    path("work/votes/<int:vote_id>/do/<slug:name>/", acts.act, name="vote_act"),
]
