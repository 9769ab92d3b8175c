"""Networks, members and their delegates: who they are, what they may see, what they are told."""
