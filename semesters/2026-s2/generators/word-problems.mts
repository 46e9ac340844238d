import { compute } from "./arithmetic.mts";
import { drawRows, type Dataset, type Draft, type Part } from "../../2026-s1/generators/dataset.mts";
import { firstNames } from "../../2026-s1/generators/names.mts";
import { seededRandom, type SeededRandom } from "../../2026-s1/generators/seeded-random.mts";
import { capitalise, fill } from "../../2026-s1/generators/template.mts";
import { evalHard } from "./word-problems-hard-stories.mts";
import { easy, hard, medium, type Story } from "./word-problems-stories.mts";
import { writeDataset } from "../../2026-s1/generators/write-files.mts";

const things = [
  "stickers",
  "marbles",
  "pencils",
  "shells",
  "coins",
  "oranges",
  "postcards",
  "buttons",
  "candles",
  "mangoes",
  "cards",
  "nails",
  "tiles",
  "stamps",
  "balloons",
  "notebooks",
  "cookies",
  "peaches",
  "ribbons",
  "bottles",
  "lemons",
  "figs",
  "walnuts",
  "beads",
  "badges",
];
const verbs: Readonly<Record<string, string>> = { "+": "add", "-": "subtract", "*": "multiply", "/": "divide" };

/**
 * A row from one story, with numbers that keep every step whole and positive and that all differ. What is learnt is the solution
 * in words of the story and then in numbers, so that the operation is chosen between quantities that have names.
 */
function draw(stories: readonly Story[], random: SeededRandom, index: number): Draft {
  const [text, solution, inWords] = stories[index % stories.length] as Story;
  for (;;) {
    const numbers = {
      n: random.integer(5, 60),
      m: random.integer(5, 60),
      p: random.integer(2, 12),
      q: random.integer(2, 12),
      h: random.integer(80, 400),
      x: random.integer(2, 30),
    };
    const used = Object.entries(numbers)
      .filter(([slot]) => text.includes(`{${slot}}`))
      .map(([, value]) => value);
    const expression = fill(solution, numbers);
    const { value, operators, simple } = compute(expression);
    if (!simple || value < 2 || new Set(used).size < used.length) continue;
    const [name, other] = random.shuffle(firstNames);
    const prompt = capitalise(
      fill(text, { ...numbers, name: name as string, other: other as string, things: random.pick(things) }),
    );
    return {
      prompt,
      answer: value,
      completion: `${inWords}\n${expression}`,
      tags: operators.map((sign) => verbs[sign] as string),
    };
  }
}

const part = (difficulty: Part["difficulty"], count: number, stories: readonly Story[]): Part => ({
  difficulty,
  count,
  draw: (random, index) => draw(stories, random, index),
});

function build(): Dataset {
  const random = seededRandom("word-problems", 2);
  const taken = new Set<string>();
  const evalRows = drawRows(
    "eval",
    [part("easy", 80, easy), part("medium", 84, medium), part("hard", 84, evalHard)],
    random,
    taken,
  );
  const trainRows = drawRows(
    "train",
    [part("easy", 352, easy), part("medium", 392, medium), part("hard", 216, hard)],
    random,
    taken,
  );
  return {
    slug: "word-problems",
    train: trainRows,
    eval: evalRows,
    trainTemplates: [...easy, ...medium, ...hard].map(([text]) => text),
    hardTemplates: evalHard.map(([text]) => text),
  };
}

export const dataset = build();
if (import.meta.main) writeDataset("2026-s2", dataset);
