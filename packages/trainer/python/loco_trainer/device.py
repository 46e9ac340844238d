"""Where and in which precision to compute."""

import platform
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import torch

from loco_trainer.failure import TrainerError


@dataclass(frozen=True)
class Device:
    kind: str
    name: str
    precision: str

    @property
    def torch_device(self) -> torch.device:
        return torch.device(self.kind)

    @property
    def dtype(self) -> torch.dtype:
        return {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[self.precision]

    @property
    def loads(self) -> torch.dtype:
        """The type in which a base is read: where memory is the device's own, no more than it trains with."""
        return self.dtype if self.kind == "cuda" else torch.float32

    def autocast(self) -> AbstractContextManager[object]:
        """Mixed precision for the forward pass; nothing in fp32."""
        if self.precision == "fp32":
            return nullcontext()
        return torch.autocast(self.kind, dtype=self.dtype)


def cpu_has_bf16() -> bool:
    """Whether the CPU multiplies bf16 in hardware; emulation is slower than fp32."""
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())  # pyright: ignore


def cuda_precision(capability: tuple[int, int]) -> str:
    """bf16 from Ampere on; fp16 where it runs at full rate (P100, Volta, Turing); else fp32."""
    if capability >= (8, 0):
        return "bf16"
    return "fp16" if capability == (6, 0) or capability >= (7, 0) else "fp32"


def pick_device(device: str, precision: str) -> Device:
    """Raises TrainerError `no-cuda` or `precision-unsupported`."""
    kind = ("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device
    if kind == "cuda":
        if not torch.cuda.is_available():
            raise TrainerError(
                "no-cuda",
                "This machine's torch sees no CUDA device.",
                "Train on the CPU: leave the device to auto.",
            )
        automatic = cuda_precision(torch.cuda.get_device_capability())
        return Device("cuda", torch.cuda.get_device_name(), automatic if precision == "auto" else precision)
    if precision == "fp16":
        raise TrainerError("precision-unsupported", "A CPU does not train in fp16.", "Set train.precision to auto.")
    automatic = "bf16" if cpu_has_bf16() else "fp32"
    return Device("cpu", platform.processor() or platform.machine(), automatic if precision == "auto" else precision)
