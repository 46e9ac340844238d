import { drawRows, type Dataset, type Difficulty, type Draft, type Part } from "../../2026-s1/generators/dataset.mts";
import { dateSlots, drawDate, isoDate, type CalendarDate } from "../../2026-s1/generators/date-names.mts";
import { evalHard, train } from "./invoice-json-texts.mts";
import { firstNames } from "../../2026-s1/generators/names.mts";
import { seededRandom, type SeededRandom } from "../../2026-s1/generators/seeded-random.mts";
import { fill } from "../../2026-s1/generators/template.mts";
import { writeDataset } from "../../2026-s1/generators/write-files.mts";

const vendorFirst = [
  "Nordlicht",
  "Blue Fern",
  "Okoro",
  "Quispe",
  "Lakeside",
  "Tanaka",
  "Old Mill",
  "Redwood",
  "Sunrise",
  "Castelo",
  "Varga",
  "Harbour",
  "Delta",
  "Kowal",
  "Green Hill",
  "Amani",
  "Polaris",
  "Silver Fox",
  "Mekong",
  "Demir",
  "Riverstone",
  "Atlas",
  "Juniper",
  "Safran",
  "Kestrel",
  "Baobab",
  "Lumen",
  "Granite",
];
const vendorLast = [
  "Print",
  "Catering",
  "Office Supplies",
  "Logistics",
  "Cleaning",
  "Books",
  "Electronics",
  "Plumbing",
  "Travel",
  "Garden Centre",
  "Furniture",
  "Media",
  "Bakery",
  "Security",
  "Tools",
  "& Sons",
  "Ltd",
  "Glass",
  "Textiles",
  "Repairs",
];
const numberFormats = [
  "INV-{a}",
  "INV{a}",
  "RE-{b}",
  "{y}/{a}",
  "{y}-{c}",
  "A-{a}",
  "{b}",
  "F{y}-{c}",
  "R/{b}",
  "{c}-{y}",
];
const dateFormats = ["{d} {Month} {y}", "{Month} {d}, {y}", "{d} {Mon} {y}", "{y}-{mm}-{dd}", "{Mon} {d}, {y}"];

/** The ways in which a currency is written around an amount. */
const currencies: ReadonlyArray<readonly [code: string, styles: readonly string[]]> = [
  ["EUR", ["EUR {v}", "{v} EUR", "€{v}", "{v} €", "{v} euros"]],
  ["USD", ["USD {v}", "{v} USD", "${v}", "{v} US dollars"]],
  ["GBP", ["GBP {v}", "{v} GBP", "£{v}", "{v} pounds"]],
  ["INR", ["INR {v}", "₹{v}", "{v} rupees"]],
  ["CHF", ["CHF {v}", "{v} CHF", "{v} Swiss francs"]],
  ["KES", ["KES {v}", "{v} KES", "{v} Kenyan shillings"]],
  ["PLN", ["PLN {v}", "{v} PLN", "{v} zloty"]],
];

function draw(texts: readonly string[], random: SeededRandom, index: number): Draft {
  const text = texts[index % texts.length] as string;
  const date = drawDate(random, 2021, 2027);
  const netCents = random.chance(50) ? random.integer(10, 3000) * 100 : random.integer(1000, 250_000);
  const taxCents = Math.round(netCents / 5);
  const totalCents = netCents + taxCents;
  const [currency, styles] = random.pick(currencies);
  const vendor = `${random.pick(vendorFirst)} ${random.pick(vendorLast)}`;
  const number = fill(random.pick(numberFormats), {
    a: random.integer(1000, 9999),
    b: random.integer(10_000, 99_999),
    c: random.integer(100, 999),
    y: date.year,
  });
  const thousands = random.chance(30);
  const dateFormat = random.pick(dateFormats);
  const prompt = fill(text, {
    vendor,
    number,
    date: writeDate(dateFormat, date),
    due: writeDate(dateFormat, daysLater(date, random.pick([10, 14, 30]))),
    amount: random.pick(styles).replace("{v}", () => money(totalCents, thousands)),
    net: money(netCents, thousands),
    tax: money(taxCents, thousands),
    order: `PO-${random.integer(100, 9999)}`,
    customer: `C${random.integer(100, 9999)}`,
    phone: `555-0${random.integer(100, 199)}`,
    name: random.pick(firstNames),
    n: random.integer(2, 60),
  });
  return { prompt, answer: { vendor, invoice_number: number, date: isoDate(date), total: totalCents / 100, currency } };
}

function writeDate(format: string, date: CalendarDate): string {
  return fill(format, { ...dateSlots(date), mm: String(date.month).padStart(2, "0") });
}

function daysLater({ year, month, day }: CalendarDate, days: number): CalendarDate {
  const later = new Date(Date.UTC(year, month - 1, day + days));
  return { year: later.getUTCFullYear(), month: later.getUTCMonth() + 1, day: later.getUTCDate() };
}

/** Cents as "1,250.50"; the comma only where `thousands` asks for it. */
function money(cents: number, thousands: boolean): string {
  const [whole, fraction] = [String(Math.floor(cents / 100)), String(cents % 100).padStart(2, "0")];
  return `${thousands ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole}.${fraction}`;
}

const part = (difficulty: Difficulty, count: number, texts: readonly string[]): Part => ({
  difficulty,
  count,
  draw: (random, index) => draw(texts, random, index),
});

function build(): Dataset {
  const random = seededRandom("invoice-json", 1);
  const taken = new Set<string>();
  const evalRows = drawRows(
    "eval",
    [part("easy", 72, train.easy), part("medium", 80, train.medium), part("hard", 80, evalHard)],
    random,
    taken,
  );
  const trainRows = drawRows(
    "train",
    [part("easy", 216, train.easy), part("medium", 288, train.medium), part("hard", 240, train.hard)],
    random,
    taken,
  );
  return {
    slug: "invoice-json",
    train: trainRows,
    eval: evalRows,
    trainTemplates: [...train.easy, ...train.medium, ...train.hard],
    hardTemplates: evalHard,
  };
}

export const dataset = build();
if (import.meta.main) writeDataset("2026-s2", dataset);
