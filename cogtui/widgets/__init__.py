"""Widgets that take data and post messages; none of them calls the gateway."""
