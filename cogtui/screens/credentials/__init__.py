"""The screens that lead to AWS credentials, show and export them."""
