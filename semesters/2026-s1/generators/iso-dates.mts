import { drawSets, type Draft } from "./dataset.mts";
import { dateSlots, drawDate, isoDate } from "./date-names.mts";
import { evalHard, train, type Phrasing } from "./iso-dates-phrasings.mts";
import { firstNames } from "./names.mts";
import type { SeededRandom } from "./seeded-random.mts";
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

export const dataset = drawSets({
  slug: "iso-dates",
  seed: "2026-s1/iso-dates",
  evalRows: { easy: 80, medium: 80, hard: 80 },
  trainRows: { easy: 200, medium: 280, hard: 240 },
  train,
  evalHard,
  draw,
  templates: ({ frames, formats }) => [...frames, ...formats],
});
if (import.meta.main) writeDataset("2026-s1", dataset);
