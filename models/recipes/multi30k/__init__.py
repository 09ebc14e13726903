"""German to English on captions of pictures: a recipe and a number, no model that may be redistributed."""
