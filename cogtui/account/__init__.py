"""Data read from one AWS account, and what can be done with the selection."""
