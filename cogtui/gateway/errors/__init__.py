"""Every error that boto3 raises, translated once: what, why, what to do."""
