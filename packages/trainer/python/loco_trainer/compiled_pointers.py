"""What C is given: where numbers stand, sizes, and among how many processors work is divided."""

import ctypes
from typing import Any

import torch


def at(tensor: torch.Tensor) -> ctypes.c_void_p:
    return ctypes.c_void_p(tensor.data_ptr())


def numbers(*sizes: int) -> list[Any]:
    return [ctypes.c_long(size) for size in sizes]


def threads() -> ctypes.c_int:
    return ctypes.c_int(torch.get_num_threads())
