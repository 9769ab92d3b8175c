"""Forms of peer learning."""
