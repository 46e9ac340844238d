import { LocoError, type Generator } from "@locollm/core";
import type { LocalAdapter, OpenBase } from "@locollm/inference";

export interface AdaptedGeneratorOptions {
  readonly width?: number | undefined;
  /** The file that a person named in place of the adapter's own weights. */
  readonly named?: string | undefined;
}

/**
 * A generator for an adapter's weights. The engine loads a copy in the home folder; what is wrong with it is said of
 * the adapter, or of the file that a person named.
 *
 * @throws LocoError of the strict reader, such as `adapter-other-base`
 */
export function adaptedGenerator(
  base: OpenBase,
  adapter: LocalAdapter,
  { width, named }: AdaptedGeneratorOptions = {},
): Generator {
  try {
    return base.generator({ adapter, width });
  } catch (error) {
    if (!(error instanceof LocoError) || error.fields["file"] !== adapter.path) throw error;
    const again = `loco train ${adapter.id} --base ${base.manifest.id}`;
    throw new LocoError({
      code: error.code,
      message: error.message.replaceAll(adapter.path, named ?? `The adapter ${adapter.id}`),
      fix: named === undefined ? `Bring back its committed files with git, or train again: ${again}` : error.fix,
      fields: { ...error.fields, file: named ?? adapter.id },
      cause: error,
    });
  }
}
