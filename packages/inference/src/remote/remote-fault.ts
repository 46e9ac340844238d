/** Why one request got no usable answer. `again`: another attempt may help. */
export class RemoteFault extends Error {
  readonly code: string;
  readonly again: boolean;
  /** Milliseconds that the endpoint asked to wait. */
  readonly wait: number | undefined;

  constructor(
    code: string,
    message: string,
    { again = false, wait }: { again?: boolean; wait?: number | undefined } = {},
  ) {
    super(message);
    this.code = code;
    this.again = again;
    this.wait = wait;
  }
}

/** The endpoint wants no request of ours at all: a wrong key, an unknown model. */
export class RemoteRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
