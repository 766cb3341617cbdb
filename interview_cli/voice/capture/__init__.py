"""Sound in: the microphone with its recordings, and the sound of media files, as 16 kHz mono."""
