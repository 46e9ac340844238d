import type { SeededRandom } from "./seeded-random.mts";

/** How a country writes its numbers, and the ranges that its regulator keeps for fiction: nobody has any of these numbers. */
interface Country {
  /** As a sentence names it. */
  country: string;
  adjective: string;
  code: string;
  /** What stands before an area code at home and is left out behind the country code; "1" may be left out at home too. */
  trunk: "0" | "1";
  /** Groups of digits without the trunk prefix; `#` is any digit. */
  ranges: readonly (readonly string[])[];
}

const fictionOf = (areaCodes: readonly string[]): string[][] => areaCodes.map((area) => [area, "555", "01##"]);

const countries: readonly Country[] = [
  {
    // ACMA: numbers for use in TV shows, films and creative works.
    country: "Australia",
    adjective: "Australian",
    code: "61",
    trunk: "0",
    ranges: ["2", "3", "7", "8"].flatMap((area) => [
      [area, "5550", "####"],
      [area, "7010", "####"],
    ]),
  },
  {
    // Ofcom: telephone numbers for drama use.
    country: "the UK",
    adjective: "British",
    code: "44",
    trunk: "0",
    ranges: [
      ["1632", "960###"],
      ["20", "7946", "0###"],
      ["161", "496", "0###"],
      ["131", "496", "0###"],
      ["7700", "900###"],
    ],
  },
  {
    // Bundesnetzagentur: numbers for media productions (notice 148/2021).
    country: "Germany",
    adjective: "German",
    code: "49",
    trunk: "0",
    ranges: [
      ["30", "23125###"],
      ["69", "90009###"],
      ["40", "66969###"],
      ["221", "4710###"],
      ["89", "99998###"],
    ],
  },
  {
    // Arcep: numbers for audiovisual works (decision 2018-0881).
    country: "France",
    adjective: "French",
    code: "33",
    trunk: "0",
    ranges: [
      ["1", "99", "00", "##", "##"],
      ["2", "61", "91", "##", "##"],
      ["3", "53", "01", "##", "##"],
      ["4", "65", "71", "##", "##"],
      ["5", "36", "49", "##", "##"],
      ["6", "39", "98", "##", "##"],
    ],
  },
  {
    // North American Numbering Plan: 555-0100 to 555-0199 in every area code.
    country: "the United States",
    adjective: "American",
    code: "1",
    trunk: "1",
    ranges: fictionOf(["212", "303", "404", "415", "503", "617", "702", "808"]),
  },
  {
    country: "Canada",
    adjective: "Canadian",
    code: "1",
    trunk: "1",
    ranges: fictionOf(["416", "514", "604", "780", "902"]),
  },
];

export interface PhoneNumber {
  country: Country;
  /** Groups of digits without the trunk prefix. */
  groups: readonly string[];
  /** Plus sign, country code and digits: E.164. */
  international: string;
}

/** A number from the ranges for fiction, all countries alike likely. */
export function drawPhoneNumber(random: SeededRandom): PhoneNumber {
  const country = random.pick(countries);
  const groups = random.pick(country.ranges).map((group) => group.replace(/#/g, () => String(random.integer(0, 9))));
  return { country, groups, international: `+${country.code}${groups.join("")}` };
}

/** The first group as it is dialled at home. */
function area({ country, groups: [first = ""] }: PhoneNumber): string {
  return country.trunk === "0" ? `0${first}` : first;
}

const home = (number: PhoneNumber): string[] => [area(number), ...number.groups.slice(1)];
const optionalZero = ({ country }: PhoneNumber): string => (country.trunk === "0" ? "(0)" : "");

/** Ways to write a number down. */
export const layouts = {
  spaces: (number) => home(number).join(" "),
  brackets: (number) => `(${area(number)}) ${number.groups.slice(1).join(" ")}`,
  dashes: (number) => home(number).join("-"),
  solid: (number) => home(number).join(""),
  trunkOne: (number) => (number.country.trunk === "1" ? `1-${number.groups.join("-")}` : home(number).join("-")),
  plus: ({ country, groups }) => `+${country.code} ${groups.join(" ")}`,
  plusZero: (number) => `+${number.country.code} ${optionalZero(number)}${number.groups.join(" ")}`,
  doubleZero: ({ country, groups }) => `00${country.code} ${groups.join(" ")}`,
  dots: (number) => home(number).join("."),
  slash: (number) => `${area(number)}/${number.groups.slice(1).join("")}`,
  plusDashes: ({ country, groups }) => `+${country.code}-${groups.join("-")}`,
  doubleZeroSolid: ({ country, groups }) => `00${country.code}${groups.join("")}`,
  wideSpaces: (number) =>
    home(number)
      .join("")
      .replace(/(\d{3})(?=\d)/g, "$1 "),
} satisfies Record<string, (number: PhoneNumber) => string>;

export type Layout = keyof typeof layouts;
