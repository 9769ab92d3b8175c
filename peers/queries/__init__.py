"""What pages of peer learning show, looked up in a number of queries that does not grow with what there is."""
