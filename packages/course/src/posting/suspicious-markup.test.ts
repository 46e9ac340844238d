import { fc, test } from "@fast-check/vitest";
import { escapeMarkdown, fenced } from "@locollm/eval";
import { expect } from "vitest";
import { suspiciousMarkup } from "./suspicious-markup.ts";

test.each([
  ["<img src=x onerror=alert(1)>", "HTML"],
  ["text </details> text", "HTML"],
  ["<!-- locollm:grade -->", "HTML"],
  ["<!-- -->\n<!-- a -->", "HTML"],
  ["[here](javascript:alert)", "a link"],
  ["[here][there]", "a link"],
  ["[here\\\\](/elsewhere)", "a link"],
  ["[there]: /elsewhere", "a link"],
  ["![seen](/pixel)", "a link"],
  ["![seen] [there]", "an image"],
  ["see https://example.org", "an address"],
  ["see www.example.org", "an address"],
  ["thank you @teacher", "a mention"],
  ["~~~\n```\n~~~\n<b>", "a fence of tildes"],
  ["```\n``\n```\n<b>", "HTML"],
  ["```text\n<b>\n````\n<b>", "HTML"],
  ["    ```\n<b>", "an indented fence"],
  ["- a\n   ```\n<b>", "an indented fence"],
  ["- a\n\n  ```\n  code\n\n<b>", "an indented fence"],
  ["- ```\n<b>", "HTML"],
  ["```a`b\n<b>", "HTML"],
])("%j holds %s", (text, what) => {
  expect(suspiciousMarkup(`# Fine\n\n${text}\n`)).toMatchObject({ what });
});

test("signs that mean nothing may stand in a report", () => {
  const report = "p < 0.05, 3 <= 4, a@ b, [`file-unexpected`]\n\n```sh\nloco grade <folder> https://a.b @c\n```\n";
  expect(suspiciousMarkup(report)).toBeNull();
});

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "<",
        ">",
        "`",
        "```",
        "~~~",
        "\n",
        "[a](b)",
        "![",
        "]",
        "](",
        "@a",
        "https://",
        "www.",
        "\\",
        "&lt;",
        "<!-- -->",
        "<!--",
        "# ",
      ),
      fc.string({ unit: "binary" }),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(""));

test.prop([hostile])("what is escaped or fenced is never suspicious", (text) => {
  expect(suspiciousMarkup(`- ${escapeMarkdown(text)}\n\n${fenced(text)}\n\nend\n`)).toBeNull();
});

test.prop([hostile])("after a fence, markup is seen again", (text) => {
  expect(suspiciousMarkup(`${fenced(text)}\n<b>\n`)).toMatchObject({ what: "HTML" });
});
