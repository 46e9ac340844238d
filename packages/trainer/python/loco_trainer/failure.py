"""The one error that ends a run: it becomes an `error` event that TypeScript turns into a LocoError."""


class TrainerError(Exception):
    """What went wrong and what to do about it."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fix = fix
