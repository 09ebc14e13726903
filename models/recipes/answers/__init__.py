"""Answers to questions about the products of a shop that does not exist, cut out of their descriptions."""
