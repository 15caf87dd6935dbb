"""The operation table, and facts about the Cognito identity API."""
