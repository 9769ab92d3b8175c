"""Adding people to an event: organisers choose delegates, or bring a list of them."""
