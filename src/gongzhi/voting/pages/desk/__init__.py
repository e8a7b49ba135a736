"""The desk of whoever organises a vote: draw up, roll, notice, paper, objections, count, certify, publish."""
