"""Peer learning between municipalities."""
