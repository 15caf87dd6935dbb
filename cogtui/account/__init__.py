"""Data read from one AWS account, and the operations available for the selection."""
