"""What the recipes of text share: tokenisers, encoder layers, masking, training, compact weights, golden cases."""
