"""Developer users: what is promised of them, and what the emulator does."""
