"""Forms built from the members of an operation."""
