import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { decimalText, fraction } from "../tools/calculator/fraction.ts";
import { writtenNumbers } from "./written-numbers.ts";

const read = (text: string) => writtenNumbers(text).map(({ value }) => decimalText(value));
const size = fc.nat(999_999_999);

test.prop([
  fc.integer(),
  fc.constantFrom(",", "'", "_", "\u00a0", "\u202f", ""),
  fc.constantFrom("", "$", "It is ", "("),
])("whole numbers, whatever stands between their thousands", (number, between, before) => {
  const written = number.toLocaleString("en-US").replaceAll(",", between);
  expect(read(`${before}${written} in all.`)).toEqual([String(number)]);
});

test.prop([size, size.filter((n) => n > 0), size])("fractions, plain, mixed and in LaTeX", (top, bottom, whole) => {
  const value = fraction(BigInt(top), BigInt(bottom));
  const latex = String.raw`\(\frac{${top}}{${bottom}}\)`;
  expect(writtenNumbers(`so ${top}/${bottom}.`).map((one) => one.value)).toEqual([value]);
  expect(writtenNumbers(latex).map((one) => one.value)).toEqual([value]);
  const mixed = fraction(BigInt(whole) * BigInt(bottom) + BigInt(top), BigInt(bottom));
  expect(writtenNumbers(`${whole} ${top}/${bottom} cups`).map((one) => one.value)).toEqual([mixed]);
});

test("what is one number, what is several, and what is none", () => {
  const texts = [
    "1,234.50 and 12,34",
    "1.5e3, 2E-2, 3e, 4ex",
    "5-3 = 2, or -3",
    "3/4/2020",
    "1/0",
    "v1.2.3 x2 2nd 1.2.3 10/11/12",
    String.raw`1{,}234 and 1\,234 and \frac12 and -\dfrac{1}{2}`,
    ".5 -.5 +7 −8",
    "١٢ ½ NaN Infinity",
  ];
  expect(Object.fromEntries(texts.map((text) => [text, read(text).join(" ")]))).toMatchInlineSnapshot(`
    {
      ".5 -.5 +7 −8": "0.5 -0.5 7 -8",
      "1,234.50 and 12,34": "1234.5 12",
      "1.5e3, 2E-2, 3e, 4ex": "1500 0.02 3 4",
      "1/0": "",
      "1{,}234 and 1\\,234 and \\frac12 and -\\dfrac{1}{2}": "1234 1234 0.5 -0.5",
      "3/4/2020": "",
      "5-3 = 2, or -3": "5 3 2 -3",
      "v1.2.3 x2 2nd 1.2.3 10/11/12": "2",
      "١٢ ½ NaN Infinity": "",
    }
  `);
});
