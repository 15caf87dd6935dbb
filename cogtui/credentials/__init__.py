"""AWS credentials of an identity: obtain, summarize and export them."""
