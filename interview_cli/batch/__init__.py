"""Practice by the batch: many sessions from one file, on this machine or on a cluster."""
