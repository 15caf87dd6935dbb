"""The configuration of an identity pool: read, compare, plan, apply, save and restore it."""
