import { drawSets, type Draft } from "./dataset.mts";
import { firstNames } from "./names.mts";
import { evalHard, train, type Phrasing } from "./phone-numbers-phrasings.mts";
import { drawPhoneNumber, layouts, type PhoneNumber } from "./phone-numbers-ranges.mts";
import type { SeededRandom } from "./seeded-random.mts";
import { capitalise, fill } from "./template.mts";
import { writeDataset } from "./write-files.mts";

/** Which number a prompt asks about: the essence of a row, for each number stands in one row alone. */
const numberOf = new Map<string, string>();
const drawn = new Set<string>();

function drawNewNumber(random: SeededRandom): PhoneNumber {
  for (;;) {
    const number = drawPhoneNumber(random);
    if (drawn.has(number.international)) continue;
    drawn.add(number.international);
    return number;
  }
}

/** A row in one of the phrasing's frames and layouts, the frames in turn so that all occur. */
function draw(phrasing: Phrasing, random: SeededRandom, index: number): Draft {
  const number = drawNewNumber(random);
  const { country, adjective } = number.country;
  const frame = phrasing.frames[index % phrasing.frames.length] as string;
  const written = layouts[random.pick(phrasing.layouts)](number);
  const slots = { country, adjective, person: random.pick(firstNames), count: random.integer(2, 49) };
  const text = fill(frame, { ...slots, number: written }).replace(/\ba A(?=merican|ustralian)/, "an A");
  const prompt = capitalise(text);
  numberOf.set(prompt, number.international);
  return { prompt, answer: number.international };
}

export const dataset = drawSets({
  slug: "phone-numbers",
  seed: "phone-numbers",
  evalRows: { easy: 80, medium: 80, hard: 80 },
  trainRows: { easy: 200, medium: 280, hard: 240 },
  train,
  evalHard,
  draw,
  templates: ({ frames, layouts: used }) => [...frames, ...used],
  essence: (prompt) => numberOf.get(prompt) ?? prompt,
});
if (import.meta.main) writeDataset("2026-s1", dataset);
