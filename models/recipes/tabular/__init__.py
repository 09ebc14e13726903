"""What the recipes of rows share: the schema of features, layers that prepare them inside the graph, training, trees, cases."""
