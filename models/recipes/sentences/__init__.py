"""Vectors of sentences that are near where the meaning is, learnt by contrast."""
