"""A translator from dates as people write them to ISO 8601, on examples that it makes itself."""
