"""Speaking: text to sentences, sentences to sound, sound to the loudspeaker."""
