"""What stays of a symposium or workshop: its documentation, what people thought of it, the organiser's report."""
