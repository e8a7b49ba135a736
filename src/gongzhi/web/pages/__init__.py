"""Pages that span several mechanisms: home, board, inbox, search, the gallery and the switches of the frame."""
