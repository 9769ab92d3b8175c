"""Filters of peer learning."""
