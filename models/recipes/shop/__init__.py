"""A simulated shop whose true click probabilities are known, and the recommender trained on its log."""
