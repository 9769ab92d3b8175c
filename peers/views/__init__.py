"""Pages of peer learning."""
