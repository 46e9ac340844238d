"""A product of tokens' states with a weight, on all processors."""

import torch

# In bf16 oneDNN gives a product to one thread where its output is narrow and it has many rows. Measured with two
# threads on outputs of 304 to 2,560: from 448 rows on, up to a width of 1,024. Fewer rows go to both.
NARROW = 1024
ROWS_A_THREAD = 192
ROWS_STEP = 32


def product(given: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """[tokens, out] of [tokens, in] and [in, out]."""
    rows, threads = len(given), torch.get_num_threads()
    one = given.device.type != "cpu" or given.dtype != torch.bfloat16 or threads == 1 or weight.shape[1] > NARROW
    parts = 1 if one else -(-rows // (ROWS_A_THREAD * threads))
    if parts <= 1:
        return given @ weight
    out = given.new_empty(rows, weight.shape[1])
    size = -(-rows // parts // ROWS_STEP) * ROWS_STEP
    for start in range(0, rows, size):
        torch.mm(given[start : start + size], weight, out=out[start : start + size])
    return out
