"""Writing down what was said: engines, the choice between them, and transcription while a person speaks."""
