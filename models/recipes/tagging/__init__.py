"""Labels for words: conditional random fields, BIO spans and how they are counted, words of a data set against words of
a tokeniser."""
