"""Membranes: a small U-Net that finds the membranes of cells on electron micrographs, trained, measured and exported."""
