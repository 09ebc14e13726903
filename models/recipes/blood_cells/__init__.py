"""Blood cells: a small single-stage detector, trained, measured and exported."""
