"""Trains one LoRA on the dequantised weights of one GGUF base."""

# Raised whenever the same plan would give other bytes.
REVISION = 7
