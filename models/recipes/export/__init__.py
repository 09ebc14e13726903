"""What every recipe needs to publish a model: the graph, golden cases, a reference profile and a card."""
