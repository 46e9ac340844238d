import { expect, test } from "vitest";
import { formatTable } from "./table.ts";

test("aligns columns, numbers flush right", () => {
  expect(
    formatTable(
      [
        ["adapter", "right"],
        ["iso-dates", "186"],
        ["sql", "7"],
      ],
      [1],
    ),
  ).toBe("adapter    right\niso-dates    186\nsql            7");
});
