"""The flows that lead to credentials, by keys."""
