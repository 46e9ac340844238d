import { drawRows, type Dataset, type Draft, type Part } from "./dataset.mts";
import { dateSlots, drawDate, isoDate } from "./date-names.mts";
import { evalHard, train, type Phrasing } from "./iso-dates-phrasings.mts";
import { firstNames } from "./names.mts";
import { seededRandom, type SeededRandom } from "./seeded-random.mts";
import { capitalise, fill } from "./template.mts";
import { writeDataset } from "./write-files.mts";

/** A row in one of the phrasing's frames and formats, taken in turn so that all occur. */
function draw(phrasing: Phrasing, random: SeededRandom, index: number): Draft {
  const date = drawDate(random, 1960, 2030);
  const frame = phrasing.frames[index % phrasing.frames.length] as string;
  const written = fill(random.pick(phrasing.formats), dateSlots(date));
  const slots = { person: random.pick(firstNames), count: random.integer(3, 60), date: written };
  return { prompt: capitalise(fill(frame, slots)), answer: isoDate(date) };
}

const part = (difficulty: Part["difficulty"], count: number, phrasing: Phrasing): Part => ({
  difficulty,
  count,
  draw: (random, index) => draw(phrasing, random, index),
});

function build(): Dataset {
  const random = seededRandom("2026-s1/iso-dates", 1);
  const taken = new Set<string>();
  const evalRows = drawRows(
    "eval",
    [part("easy", 80, train.easy), part("medium", 80, train.medium), part("hard", 80, evalHard)],
    random,
    taken,
  );
  const trainRows = drawRows(
    "train",
    [part("easy", 200, train.easy), part("medium", 280, train.medium), part("hard", 240, train.hard)],
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
if (import.meta.main) writeDataset("2026-s1", dataset);
