import { drawSets, type Draft } from "../../2026-s1/generators/dataset.mts";
import { dateSlots, drawDate, isoDate } from "../../2026-s1/generators/date-names.mts";
import { evalHard, train, type Phrasing } from "./iso-dates-phrasings.mts";
import type { SeededRandom } from "../../2026-s1/generators/seeded-random.mts";
import { capitalise, fill } from "../../2026-s1/generators/template.mts";
import { writeDataset } from "../../2026-s1/generators/write-files.mts";

const names = [
  "Amina",
  "Bogdan",
  "Chiara",
  "Dewi",
  "Emeka",
  "Farida",
  "Goran",
  "Hana",
  "Ilse",
  "Jorge",
  "Kwame",
  "Leila",
  "Mei",
  "Nikhil",
  "Olga",
  "Priya",
  "Rafael",
  "Sione",
  "Tariq",
  "Yuki",
];
const cities = [
  "Accra",
  "Bergen",
  "Cusco",
  "Dhaka",
  "Gdańsk",
  "Hanoi",
  "Izmir",
  "Lyon",
  "Nairobi",
  "Osaka",
  "Perth",
  "Quito",
  "Tunis",
  "Valencia",
];

/** A row in one of the phrasing's frames and formats, taken in turn so that all occur. */
function draw(phrasing: Phrasing, random: SeededRandom, index: number): Draft {
  const date = drawDate(random, 1950, 2035);
  const frame = phrasing.frames[index % phrasing.frames.length] as string;
  const format = random.pick(phrasing.formats);
  const slots = { name: random.pick(names), city: random.pick(cities), n: random.integer(2, 98) };
  return { prompt: capitalise(fill(frame, { ...slots, date: fill(format, dateSlots(date)) })), answer: isoDate(date) };
}

export const dataset = drawSets({
  slug: "iso-dates",
  seed: "iso-dates",
  evalRows: { easy: 80, medium: 80, hard: 80 },
  trainRows: { easy: 300, medium: 500, hard: 400 },
  train,
  evalHard,
  draw,
  templates: ({ frames, formats }) => [...frames, ...formats],
  // The question of the project's own demonstration must not be learnt by heart.
  kept: ["when is 3rd of march 2021 in iso form"],
});
if (import.meta.main) writeDataset("2026-s2", dataset);
