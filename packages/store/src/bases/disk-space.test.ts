import os from "node:os";
import { expect, test } from "vitest";
import { requireSpace } from "./disk-space.ts";

test("says before it starts that a disk is too small", async () => {
  await requireSpace(os.tmpdir(), 0);
  await expect(requireSpace(os.tmpdir(), 2 ** 60)).rejects.toMatchObject({
    code: "no-space",
    kind: "machine",
    message: expect.stringMatching(
      /^1,152,921,504,674 MB are needed in .*, but the disk has [\d,]+ MB free\.$/,
    ) as string,
  });
});
