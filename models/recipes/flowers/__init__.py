"""Flowers: photographs of five kinds, classified by transfer from a pretraining without labels."""
