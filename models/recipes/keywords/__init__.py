"""Keyword spotting: which of three words a clip of one second holds."""
