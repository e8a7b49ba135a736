"""What people think of one question: statements, votes on them, where groups agree, and questions that get an answer.

An instrument: it knows conversations, statements and votes on them, never what a topic is. Nobody sees how a
neighbour voted; groups are described by what they said, no person is labelled.
"""
