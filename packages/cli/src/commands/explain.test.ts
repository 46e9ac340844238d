import { expect, test } from "vitest";
import { loco } from "../../test/small-class.ts";

test("a code has a page, outside a class repository too", async () => {
  const { exitCode, stdout } = await loco("/", ["explain", "row-empty"]);
  expect({ exitCode, stdout }).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stdout": "row-empty (rows)
    A line of a dataset is empty.

    WHAT IT MEANS
    In a .jsonl file every line is one row; here is a line with nothing on it, or
    with spaces alone.

    WHY IT MATTERS
    It is harmless by itself, but often the trace of a lost row or of two files
    glued together. The line break at the very end of the file is fine.

    HOW TO MEND IT
    Delete the line. In most editors: find ^\\s*$ as a regular expression and look at
    each hit.

    See also: row-not-json",
    }
  `);
});

test("all codes are listed with what each says, and --json gives them as data", async () => {
  const { exitCode, stdout } = await loco("/", ["explain"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("\nrows\n  answer-cut ");
  const page = JSON.parse((await loco("/", ["explain", "row-empty", "--json"])).stdout) as { data: object };
  expect(page.data).toMatchObject({ code: "row-empty", group: "rows", seeAlso: ["row-not-json"] });
  const list = JSON.parse((await loco("/", ["explain", "--json"])).stdout) as { data: { codes: object[] } };
  expect(list.data.codes).toContainEqual({ code: "row-empty", group: "rows", title: "A line of a dataset is empty." });
});

test("a code copied with its brackets is known; an unknown one names the nearest", async () => {
  expect((await loco("/", ["explain", "[row-empty]"])).stdout).toContain("A line of a dataset is empty.");
  const { exitCode, stderr } = await loco("/", ["explain", "train-eval-nearly"]);
  expect({ exitCode, stderr }).toMatchInlineSnapshot(`
    {
      "exitCode": 2,
      "stderr": "error: There is no code train-eval-nearly.
    Did you mean train-eval-near, train-eval-overlap, sealed-eval-near? loco explain lists them all.
    More: loco explain unknown-code",
    }
  `);
});
