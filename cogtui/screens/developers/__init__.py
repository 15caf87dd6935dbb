"""The screens for developer users."""
