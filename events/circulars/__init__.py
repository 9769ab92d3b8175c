"""Messages of organisers to participants: written in several languages, filtered, previewed, sent once."""
