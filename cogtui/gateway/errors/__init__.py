"""Translate every error that boto3 raises into what happened, why, and what to do."""
