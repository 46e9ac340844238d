import { drawRows, type Dataset, type Draft, type Part } from "../../2026-s1/generators/dataset.mts";
import { dateSlots, drawDate, isoDate } from "../../2026-s1/generators/date-names.mts";
import { evalHard, train, type Phrasing } from "./iso-dates-phrasings.mts";
import { seededRandom, type SeededRandom } from "../../2026-s1/generators/seeded-random.mts";
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

const part = (difficulty: Part["difficulty"], count: number, phrasing: Phrasing): Part => ({
  difficulty,
  count,
  draw: (random, index) => draw(phrasing, random, index),
});

function build(): Dataset {
  const random = seededRandom("iso-dates", 1);
  // The question of the project's own demonstration must not be learnt by heart.
  const taken = new Set(["when is 3rd of march 2021 in iso form"]);
  const evalRows = drawRows(
    "eval",
    [part("easy", 80, train.easy), part("medium", 80, train.medium), part("hard", 80, evalHard)],
    random,
    taken,
  );
  const trainRows = drawRows(
    "train",
    [part("easy", 300, train.easy), part("medium", 500, train.medium), part("hard", 400, train.hard)],
    random,
    taken,
  );
  const trained = [train.easy, train.medium, train.hard];
  return {
    slug: "iso-dates",
    train: trainRows,
    eval: evalRows,
    trainTemplates: trained.flatMap(({ frames, formats }) => [...frames, ...formats]),
    hardTemplates: [...evalHard.frames, ...evalHard.formats],
  };
}

export const dataset = build();
if (import.meta.main) writeDataset("2026-s2", dataset);
