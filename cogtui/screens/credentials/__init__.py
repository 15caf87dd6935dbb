"""The screens that obtain, show and export AWS credentials."""
