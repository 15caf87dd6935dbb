"""Form fields: one widget for each kind of value, all with the same interface."""
