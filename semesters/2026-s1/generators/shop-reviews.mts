import { drawRows, type Dataset, type Difficulty, type Draft, type Part } from "./dataset.mts";
import { firstNames } from "./names.mts";
import { seededRandom, type SeededRandom } from "./seeded-random.mts";
import { evalHard } from "./shop-reviews-hard-sentences.mts";
import { bad, good, labels, turned, turns, type Label, type Tone } from "./shop-reviews-sentences.mts";
import { capitalise, fill } from "./template.mts";
import { writeDataset } from "./write-files.mts";

const items = [
  "kettle",
  "backpack",
  "desk lamp",
  "toaster",
  "rain jacket",
  "office chair",
  "frying pan",
  "tent",
  "hair dryer",
  "suitcase",
  "blender",
  "bicycle bell",
  "sleeping bag",
  "vacuum cleaner",
  "bread knife",
  "garden hose",
  "radio",
  "pillow",
  "water bottle",
  "guitar strap",
  "step ladder",
  "shower curtain",
  "torch",
  "yoga mat",
];
/** Invented shops. */
const shops = ["Brightbarn", "the Larder & Loom", "Casa Verano", "Nordlicht Home", "Pennywhistle", "the seller"];

/** The sentences of a review, before its slots are filled: what must not occur in training and evaluation. */
type Plan = readonly string[];

const pairs = (first: readonly string[], second: readonly string[]): Plan[] =>
  first.flatMap((one) => second.map((other) => [one, other]));

/** Praise and blame in either order, with a turn of phrase between them. */
function mixedPairs(one: keyof Tone, other: keyof Tone, random: SeededRandom): Plan[] {
  return [...pairs(good[one], bad[other]), ...pairs(bad[one], good[other])].map(([first = "", second = ""]) => [
    first,
    random.pick(turns).trim(),
    second,
  ]);
}

/** Every plan of a label and a difficulty, shuffled; evaluation takes from the front and training from the end. */
function plansOf(label: Label, difficulty: Difficulty, random: SeededRandom): Plan[] {
  const tone = label === "positive" ? good : bad;
  if (difficulty === "easy")
    return random.shuffle(
      label === "mixed" ? mixedPairs("judgements", "reasons", random) : pairs(tone.judgements, tone.reasons),
    );
  const twoTellings = pairs(tone.tellings, tone.tellings).filter(([one, other]) => one !== other);
  return random.shuffle(
    label === "mixed"
      ? mixedPairs("tellings", "tellings", random)
      : [...twoTellings, ...pairs(tone.tellings, tone.reasons)],
  );
}

/** The text of a plan; after a turn that ends in a comma or in "But" the next sentence goes on in lower case. */
function write(plan: Plan, random: SeededRandom): string {
  const item = random.pick(items);
  const slots = {
    item,
    weeks: random.integer(2, 12),
    shop: random.pick(shops),
    person: random.pick(firstNames),
  };
  const [first = "", turn = "", last = ""] = plan.length === 2 ? [plan[0], "", plan[1]] : plan;
  const opens = /^(?:I|\{person\}|\{shop\})(?: |$)/.test(last) || turn === "";
  const second = opens ? last : last.charAt(0).toLowerCase() + last.slice(1);
  const text = [first, turn, second].filter((part) => part !== "").join(" ");
  return fill(text, slots).replace(
    /(^|[.!?] )(\p{Ll})/gu,
    (_, end: string, letter: string) => end + letter.toUpperCase(),
  );
}

/** Which sentences a review is made of, whatever the item. */
const planOf = new Map<string, string>();

function part(difficulty: Difficulty, count: number, plans: Readonly<Record<Label, readonly Plan[]>>): Part {
  return {
    difficulty,
    count,
    draw: (random, index): Draft => {
      const label = labels[index % labels.length] as Label;
      const own = plans[label];
      const plan = own[Math.floor(index / labels.length) % own.length] as Plan;
      const prompt = capitalise(write(plan, random));
      planOf.set(prompt, plan.join(" "));
      return { prompt, answer: label };
    },
  };
}

const byLabel = (of: (label: Label) => readonly Plan[]): Record<Label, readonly Plan[]> => ({
  positive: of("positive"),
  negative: of("negative"),
  mixed: of("mixed"),
});
const alone = (sentences: readonly string[]): Plan[] => sentences.map((sentence) => [sentence]);

function build(): Dataset {
  const random = seededRandom("shop-reviews", 1);
  const taken = new Set<string>();
  const easy = byLabel((label) => plansOf(label, "easy", random));
  const medium = byLabel((label) => plansOf(label, "medium", random));
  const reserved = 27;
  const front = (plans: Readonly<Record<Label, readonly Plan[]>>) =>
    byLabel((label) => plans[label].slice(0, reserved));
  const rest = (plans: Readonly<Record<Label, readonly Plan[]>>) => byLabel((label) => plans[label].slice(reserved));
  const evalRows = drawRows(
    "eval",
    [
      part("easy", 3 * reserved, front(easy)),
      part("medium", 3 * reserved, front(medium)),
      part(
        "hard",
        3 * reserved,
        byLabel((label) => alone(evalHard[label])),
      ),
    ],
    random,
    taken,
  );
  const trainRows = drawRows(
    "train",
    [
      part("easy", 240, rest(easy)),
      part("medium", 300, rest(medium)),
      part(
        "hard",
        216,
        byLabel((label) => alone(turned[label])),
      ),
    ],
    random,
    taken,
  );
  return {
    slug: "shop-reviews",
    train: trainRows,
    eval: evalRows,
    trainTemplates: [good, bad]
      .flatMap((tone) => [...tone.judgements, ...tone.reasons, ...tone.tellings])
      .concat(labels.flatMap((label) => turned[label])),
    hardTemplates: labels.flatMap((label) => evalHard[label]),
    essence: (prompt) => planOf.get(prompt) ?? prompt,
  };
}

export const dataset = build();
if (import.meta.main) writeDataset("2026-s1", dataset);
