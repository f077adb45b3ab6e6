"""`--checkpoint`: what gradient checkpointing spares, and what it computes again."""
