"""Film reviews, liked or not: five networks of one tokeniser, from a simple recurrent one to a pruned transformer."""
