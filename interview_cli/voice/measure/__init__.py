"""What is measured in the sound of a recording, without any model: pauses, loudness, pitch, clarity."""
