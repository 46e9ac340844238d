import { expect, test } from "vitest";
import { fitComment } from "./fit-comment.ts";

const sections = {
  before: ["# Title"],
  evaluation: [
    "## Verdict",
    ...Array.from({ length: 40 }, (_, at) => `\`\`\`text\nexample ${at}\nanother line\n\`\`\``),
  ],
  after: ["## What to do next", "## The same on your machine"],
};

test("what fits is left as it is", () => {
  const { comment, whole } = fitComment(sections, 10_000);
  expect(comment).toBe(whole);
  expect(comment).toMatch(/example 39\nanother line\n```\n\n## What to do next\n\n## The same on your machine\n$/);
});

test.each([400, 401, 410, 420, 430, 700])("at %i characters the examples give way, and the rest stays", (most) => {
  const { comment, whole } = fitComment(sections, most);
  expect(whole).toContain("example 39");
  expect(comment.length).toBeLessThanOrEqual(most);
  expect(comment).toMatch(/^# Title\n\n## Verdict\n/);
  expect(comment).toMatch(/report-whole.md[^]*## What to do next\n\n## The same on your machine\n$/);
  expect(comment.match(/^```/gm)!.length % 2).toBe(0);
});
