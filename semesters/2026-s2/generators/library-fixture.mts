import type { SeededRandom } from "../../2026-s1/generators/seeded-random.mts";
import { firstNames } from "../../2026-s1/generators/names.mts";

type Cell = string | number | null;
interface Table {
  columns: Readonly<Record<string, "integer" | "real" | "text">>;
  rows: Cell[][];
}
export interface LibraryFixture {
  schema: 1;
  tables: Readonly<Record<"authors" | "books" | "members" | "loans", Table>>;
}

export const genres = ["poetry", "history", "fantasy", "crime", "science", "travel", "biography", "cooking"] as const;
/** How many books each genre has: all different, so that a query for the wrong genre gives another result. */
const booksPerGenre = [6, 8, 10, 11, 12, 14, 16, 19];
export const countries = [
  "Brazil",
  "Japan",
  "Kenya",
  "Norway",
  "India",
  "Poland",
  "Egypt",
  "Canada",
  "Vietnam",
  "Peru",
] as const;
export const cities = ["Bergen", "Lagos", "Porto", "Hanoi", "Cusco", "Izmir", "Leeds", "Perth"] as const;
export const levels = ["student", "staff", "guest"] as const;

const surnames = [
  "Abara",
  "Bergdal",
  "Castelo",
  "Demirel",
  "Eklund",
  "Fonoti",
  "Garcez",
  "Hoang",
  "Ibsen",
  "Jimoh",
  "Kowal",
  "Lindgard",
  "Mbeki",
  "Nakata",
  "Okafor",
  "Petrov",
  "Quispe",
  "Rahmani",
  "Sorens",
  "Takeda",
  "Uddin",
  "Varga",
  "Wolski",
  "Yilmaz",
];
const adjectives = [
  "Quiet",
  "Salt",
  "Burning",
  "Last",
  "Paper",
  "Hidden",
  "Northern",
  "Glass",
  "Broken",
  "Silver",
  "Distant",
  "Hungry",
];
const nouns = [
  "Harbour",
  "Garden",
  "River",
  "Letter",
  "Lantern",
  "Mountain",
  "Kitchen",
  "Orchard",
  "Island",
  "Mirror",
  "Winter",
  "Bridge",
];

/** The library's rows: 24 authors, 96 books, 40 members, 170 loans. No two books have the same number of pages. */
export function libraryFixture(random: SeededRandom): LibraryFixture {
  const names = random.shuffle(firstNames);
  const family = random.shuffle(surnames);
  const authors = family.map((surname, index) => [
    index + 1,
    `${names[index]} ${surname}`,
    countries[index % countries.length] as string,
    1921 + 2 * index,
  ]);
  const titles = random
    .shuffle(adjectives.flatMap((adjective) => nouns.map((noun) => `The ${adjective} ${noun}`)))
    .slice(0, 96);
  const pages = random.shuffle(titles.map((_, index) => 80 + 5 * index));
  const genreOf = random.shuffle(
    genres.flatMap((genre, index) => Array.from({ length: booksPerGenre[index] as number }, () => genre)),
  );
  const books = titles.map((title, index) => {
    const author = random.chance(30) ? random.integer(1, 6) : random.integer(1, 24);
    // Nobody publishes before the age of 25.
    const year = random.integer(1921 + 2 * (author - 1) + 25, 2024);
    return [index + 1, title, author, genreOf[index] as string, year, pages[index] as number, random.integer(1, 9)];
  });
  const members = names
    .slice(30, 70)
    .map((name, index) => [
      index + 1,
      `${name} ${random.pick(surnames)}`,
      random.pick(cities),
      random.pick(levels),
      random.integer(2012, 2025),
    ]);
  const loans = Array.from({ length: 170 }, (_, index) => loan(index + 1, random));
  return {
    schema: 1,
    tables: {
      authors: { columns: { id: "integer", name: "text", country: "text", born: "integer" }, rows: authors },
      books: {
        columns: {
          id: "integer",
          title: "text",
          author_id: "integer",
          genre: "text",
          year: "integer",
          pages: "integer",
          copies: "integer",
        },
        rows: books,
      },
      members: {
        columns: { id: "integer", name: "text", city: "text", level: "text", joined: "integer" },
        rows: members,
      },
      loans: {
        columns: {
          id: "integer",
          book_id: "integer",
          member_id: "integer",
          loaned: "text",
          due: "text",
          returned: "text",
        },
        rows: loans,
      },
    },
  };
}

/** A loan of 28 days; books 73 to 96 and members 29 to 40 have none; one loan in four is still out. */
function loan(id: number, random: SeededRandom): Cell[] {
  const start = Date.UTC(2025, 0, 1) + random.integer(0, 364) * 86_400_000;
  const day = (offset: number): string => new Date(start + offset * 86_400_000).toISOString().slice(0, 10);
  const member = random.chance(40) ? random.integer(1, 8) : random.integer(1, 28);
  return [id, random.integer(1, 72), member, day(0), day(28), random.chance(25) ? null : day(random.integer(2, 40))];
}
