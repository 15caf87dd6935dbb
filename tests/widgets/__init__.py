"""The widgets, by real keys."""
