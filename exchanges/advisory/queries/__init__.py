"""What these pages show, looked up in a number of queries that does not grow with what there is."""
