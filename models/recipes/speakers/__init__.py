"""Speaker verification: embeddings of voices, compared by their cosine."""
