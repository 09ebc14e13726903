"""Transformer layers with rotary positions, a cache of keys and values in the graph, and decoding that uses it."""
