"""Intent and slots of what people ask a voice assistant, from one encoder."""
