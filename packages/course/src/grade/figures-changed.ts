import path from "node:path";
import { adapterPath, type Finding } from "@locollm/core";
import { readMeasuredBlock, readText, type AdapterFolder } from "@locollm/store";

const maxCardBytes = 1e6;

/**
 * A card whose measured figures were changed where nothing that is measured was: nobody measured those. Null where the block is the
 * accepted version's, or is gone, which the next `loco card` mends.
 */
export async function figuresChanged(
  submitted: AdapterFolder,
  accepted: AdapterFolder | undefined,
): Promise<Finding | null> {
  const [theirs, ours] = await Promise.all([blockOf(submitted), accepted === undefined ? null : blockOf(accepted)]);
  if (theirs === null || theirs === ours) return null;
  return {
    code: "card-drift",
    severity: "error",
    file: `${adapterPath(submitted.id)}/README.md`,
    message: "The measured figures in the card were changed, and nothing that is measured was.",
    fix: "Bring the block between the marker lines back as the class has it; the words around it are yours.",
  };
}

async function blockOf({ folder }: AdapterFolder): Promise<string | null> {
  const { text } = await readText(path.join(folder, "README.md"), "README.md", maxCardBytes);
  return text === null ? null : (readMeasuredBlock(text)?.trim() ?? null);
}
