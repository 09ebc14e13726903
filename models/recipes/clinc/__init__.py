"""What a person wants of an assistant, of 150 intents or none of them."""
