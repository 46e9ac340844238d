import { expect, test } from "vitest";
import { pageText } from "./page-text.ts";

test("paragraphs and lists are wrapped, what stands in fences is not", () => {
  const page = `One sentence.

## What it means
A paragraph that is longer than
forty columns, with \`loco check\` in it.

- first thing, which is longer than a line
- second thing

\`\`\`sh
loco train a-name-that-is-longer-than-forty-columns

# a line of the fence
\`\`\`

See also: row-empty
`;
  expect(pageText(page, 40)).toMatchInlineSnapshot(`
    "One sentence.

    WHAT IT MEANS
    A paragraph that is longer than forty
    columns, with loco check in it.

    - first thing, which is longer than a
      line
    - second thing

        loco train a-name-that-is-longer-than-forty-columns

        # a line of the fence

    See also: row-empty"
  `);
});
