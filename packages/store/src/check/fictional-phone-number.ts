/** What stands before the digits of a country's plan: its code, behind 00 or a plus sign, with or without a (0), or the 0 of a call at home. */
const before = (code: string): string => `^(?:(?:00)?${code}0?|0)`;

/** The ranges that regulators keep for fiction, as digits alone: nobody has these numbers. */
const ranges: readonly RegExp[] = [
  // North American Numbering Plan: 555-0100 to 555-0199 in every area code.
  /^(?:(?:00)?1)?(?:[2-9]\d\d)?55501\d\d$/,
  // Australia (ACMA): 5550 xxxx and 7010 xxxx in each region.
  new RegExp(`${before("61")}[2378](?:5550|7010)\\d{4}$`),
  // United Kingdom (Ofcom): no area, London, ten large cities, mobile.
  new RegExp(`${before("44")}(?:1632960|2079460|1(?:1[3-8]|[2-6]1)4960|7700900)\\d{3}$`),
  // Germany (Bundesnetzagentur, notice 148/2021): Berlin, Frankfurt, Hamburg, Cologne, Munich.
  new RegExp(`${before("49")}(?:3023125|6990009|4066969|2214710|8999998)\\d{3}$`),
  // France (Arcep, decision 2018-0881): five regions, mobile.
  new RegExp(`${before("33")}(?:19900|26191|35301|46571|53649|63998)\\d{4}$`),
];

/** Whether a phone number, however it is grouped, is of a range that is kept for fiction. Other text in it does not count. */
export function isFictionalPhoneNumber(text: string): boolean {
  const digits = text.replaceAll(/\D/g, "");
  return ranges.some((range) => range.test(digits));
}
