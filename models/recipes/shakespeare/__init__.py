"""A language model of single characters, on the text known as Tiny Shakespeare."""
