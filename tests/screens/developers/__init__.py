"""The desk for developer users, by keys on an emulator of each test's own."""
