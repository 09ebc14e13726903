"""Faces: a small network whose embeddings tell whether two photographs show the same person."""
