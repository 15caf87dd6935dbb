"""Fields of forms: a small widget for each kind of value, all with the same interface."""
