"""Two-tower retrieval and a DeepFM ranker: from frames of users, items and events to a published bundle.

A new data set needs one small module that builds a `Dataset` (three frames and the declaration of its features)
and calls `recipe.run`. See `movielens/__main__.py`.
"""
