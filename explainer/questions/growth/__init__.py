"""`--sensitivity`: how the memory grows with the batch, the image and the width."""
