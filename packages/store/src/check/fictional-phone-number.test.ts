import { expect, test } from "vitest";
import { isFictionalPhoneNumber } from "./fictional-phone-number.ts";

test.for([
  "(212) 555-0142",
  "call me at 1-416-555-0199",
  "+61 2 5550 1234",
  "(08) 7010 9876",
  "020 7946 0123",
  "+44 (0)161 496 0777",
  "00441632960123",
  "07700.900.123",
  "(030) 23125 417",
  "+49-221-4710-001",
  "06 39 98 12 34",
  "0033 1 99 00 56 78",
])("%s is kept for fiction", (text) => {
  expect(isFictionalPhoneNumber(text)).toBe(true);
});

test.for([
  "(212) 555-0242",
  "+61 2 5551 1234",
  "+44 20 7946 1123",
  "0171 496 0777",
  "+49 30 23126 417",
  "06 39 97 12 34",
  "+43 2 5550 1234",
  "+61 2 5550 12345",
])("%s may be somebody's", (text) => {
  expect(isFictionalPhoneNumber(text)).toBe(false);
});
