"""A terminal UI for Amazon Cognito identity pools."""

__version__ = "0.1.0"
