"""How a topic ends: raised, investigated, deliberated, decided by the lawful body, carried out and appraised."""

from __future__ import annotations

from gongzhi.kernel.lifecycle import Kind, Lifecycle, Move

OPEN, CLOSED = Kind.OPEN, Kind.CLOSED

TOPIC = Lifecycle(
    "topic",
    states={
        "raised": OPEN,
        "taken_up": OPEN,
        "investigating": OPEN,
        "deliberating": OPEN,
        "deciding": OPEN,
        "decided": OPEN,
        "carried_out": OPEN,
        "reviewed": CLOSED,
        "dropped": CLOSED,
        "joined": CLOSED,
    },
    start="raised",
    moves=(
        Move("take_up", ("raised",), "taken_up", "topic.sort", ("kind", "title", "lead")),
        Move("drop", ("raised", "taken_up", "investigating", "deliberating"), "dropped", "topic.sort", ("reason",)),
        Move("join", ("raised", "taken_up"), "joined", "topic.sort", ("into",)),
        Move("investigate", ("taken_up",), "investigating", "topic.lead"),
        Move("deliberate", ("investigating",), "deliberating", "topic.lead", ("method",)),
        Move("put_to_vote", ("deliberating",), "deciding", "topic.lead"),
        Move("back", ("deciding",), "deliberating", "topic.lead", ("reason",)),
        Move("conclude", ("deliberating", "deciding"), "decided", "topic.lead", ("outcome", "text")),
        Move("carry_out", ("decided",), "carried_out", "topic.lead", ("result",)),
        Move("review", ("carried_out",), "reviewed", "topic.review", ("verdict", "review")),
    ),
)

# Who must do what next in each open state: the kind of duty (no open topic without a body and a clock).
TOPIC_DUTIES = {
    "raised": "review",
    "taken_up": "investigate",
    "investigating": "investigate",
    "deliberating": "convene",
    "deciding": "count",
    "decided": "carry_out",
    "carried_out": "review",
}

# A rule text that people make themselves (居民公约 and its kin): drafted in the open, checked, voted, filed, posted.
COVENANT = Lifecycle(
    "covenant",
    states={
        "drafting": OPEN,
        "reviewing": OPEN,
        "voting": OPEN,
        "passed": OPEN,
        "sent": OPEN,
        "filed": OPEN,
        "posted": OPEN,
        "in_force": CLOSED,
        "superseded": CLOSED,
        "repealed": CLOSED,
        "dropped": CLOSED,
    },
    start="drafting",
    moves=(
        Move("submit", ("drafting",), "reviewing", "covenant.draft"),
        Move("back", ("reviewing", "voting"), "drafting", "covenant.draft", ("reason",)),
        Move("put_to_vote", ("reviewing",), "voting", "covenant.draft", ("vote_id",)),
        Move("pass", ("voting",), "passed", "covenant.draft"),
        Move("reject", ("voting",), "drafting", "covenant.draft"),
        Move("send", ("passed",), "sent", "covenant.draft"),
        Move("receive", ("sent",), "filed", "covenant.file", ("receipt",)),
        Move("order", ("sent", "filed", "posted"), "drafting", "covenant.file", ("clauses", "reason")),
        Move("order", ("in_force",), "in_force", "covenant.file", ("clauses", "reason")),
        Move("post", ("filed",), "posted", "covenant.draft", ("posted_on",)),
        Move("start", ("posted",), "in_force", "covenant.draft", ("in_force_from",)),
        Move("supersede", ("in_force",), "superseded", "covenant.run"),
        Move("repeal", ("in_force",), "repealed", "covenant.draft", ("vote_id", "reason")),
        Move("drop", ("drafting", "reviewing"), "dropped", "covenant.draft", ("reason",)),
    ),
)
# Who must do what next: the kind of duty and the rule that gives its limit.
COVENANT_DUTIES = {
    "drafting": ("plan", "covenant.draft_limit"),
    "reviewing": ("review", "covenant.review_limit"),
    "voting": ("count", "covenant.vote_limit"),
    "passed": ("file", "covenant.file_limit"),
    "sent": ("file", "covenant.receipt_limit"),
    "filed": ("release", "covenant.post_limit"),
    "posted": ("carry_out", "covenant.start_limit"),
}

# Somebody who stands for a committee: looked at by the rules, refused only on a listed ground, with an appeal.
CANDIDACY = Lifecycle(
    "candidacy",
    states={
        "nominated": OPEN,
        "eligible": OPEN,
        "refused": OPEN,
        "appealed": OPEN,
        "barred": CLOSED,
        "elected": CLOSED,
        "not_elected": CLOSED,
        "withdrawn": CLOSED,
    },
    start="nominated",
    moves=(
        Move("admit", ("nominated",), "eligible", "candidate.review"),
        Move("refuse", ("nominated",), "refused", "candidate.review", ("bar", "evidence")),
        Move("appeal", ("refused",), "appealed", "candidate.own", ("text",)),
        Move("uphold", ("appealed",), "barred", "candidate.decide", ("bar", "reason")),
        Move("overturn", ("appealed",), "eligible", "candidate.decide", ("reason",)),
        Move("lapse", ("refused",), "barred", "candidate.run"),
        Move("withdraw", ("nominated", "eligible", "refused", "appealed"), "withdrawn", "candidate.own"),
        Move("elect", ("eligible",), "elected", "candidate.certify"),
        Move("pass_over", ("eligible",), "not_elected", "candidate.certify"),
    ),
)
