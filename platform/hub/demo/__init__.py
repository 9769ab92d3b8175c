"""Demo data: real places with demo memberships, and demo persons who are labelled as such."""
