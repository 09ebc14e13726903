"""The network's extents."""

from __future__ import annotations

from tagging.pieces import PieceEmbedding
from text.tokenizer import Tokenizer
from transformer.blocks import Encoder
from transformer.readers import Tagger

NARROW, WIDTH = 64, 96


def network(tokenizer: Tokenizer, labels: int, intents: int) -> Tagger:
    """Two layers, each with a convolution before it."""
    encoder = Encoder(len(tokenizer), WIDTH, 4, 192, 2, dropout=0.2, narrow=NARROW, local=True)
    encoder.embed = PieceEmbedding(tokenizer.pieces, NARROW)
    return Tagger(encoder, WIDTH, labels, intents, dropout=0.3)
