"""Who was there: people say so themselves around the start, at an event and in its sessions; and it is certified."""
