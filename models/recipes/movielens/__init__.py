"""Recipe: MovieLens 1M, leave-one-out."""
