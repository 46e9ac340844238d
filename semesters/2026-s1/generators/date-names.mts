import type { SeededRandom } from "../../2026-s1/generators/seeded-random.mts";

export const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

const shortMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const ordinalWords = [
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
  "eleventh",
  "twelfth",
  "thirteenth",
  "fourteenth",
  "fifteenth",
  "sixteenth",
  "seventeenth",
  "eighteenth",
  "nineteenth",
  "twentieth",
  "twenty-first",
  "twenty-second",
  "twenty-third",
  "twenty-fourth",
  "twenty-fifth",
  "twenty-sixth",
  "twenty-seventh",
  "twenty-eighth",
  "twenty-ninth",
  "thirtieth",
  "thirty-first",
] as const;

export interface CalendarDate {
  year: number;
  month: number;
  day: number;
}

/** A day that exists, all years and months alike likely. */
export function drawDate(random: SeededRandom, firstYear: number, lastYear: number): CalendarDate {
  const year = random.integer(firstYear, lastYear);
  const month = random.integer(1, 12);
  return { year, month, day: random.integer(1, daysInMonth(year, month)) };
}

export function isoDate({ year, month, day }: CalendarDate): string {
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** The parts from which date formats are built: d, dd, dth, word, Month, MONTH, Mon, mm, Weekday, y. */
export function dateSlots({ year, month, day }: CalendarDate): Record<string, string | number> {
  const name = months[month - 1] as string;
  return {
    d: day,
    dd: String(day).padStart(2, "0"),
    dth: ordinal(day),
    word: ordinalWords[day - 1] as string,
    Month: name,
    MONTH: name.toUpperCase(),
    Mon: shortMonths[month - 1] as string,
    MonDot: name === "May" ? name : name.length <= 4 ? name : `${month === 9 ? "Sept" : shortMonths[month - 1]}.`,
    Weekday: weekdays[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] as string,
    y: year,
  };
}

export function ordinal(day: number): string {
  const teens = day % 100 >= 11 && day % 100 <= 13;
  return `${day}${teens ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th")}`;
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
