"""Live formats of exchange, one package each."""
