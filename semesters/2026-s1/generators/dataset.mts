import { seededRandom, type SeededRandom } from "./seeded-random.mts";

export type Difficulty = "easy" | "medium" | "hard";
export type Answer = string | number | Readonly<Record<string, string | number | null>>;

export interface Message {
  role: "system" | "user" | "assistant";
  content: string;
}

/** A row before it has an id. `completion` is the whole assistant turn to learn where it is more than the answer. */
export interface Draft {
  prompt: string;
  answer: Answer;
  tags?: readonly string[];
  completion?: string;
}

/** One kind of row: `count` drafts of one difficulty, each made by `draw`, which gets the running number of the draft. */
export interface Part {
  difficulty: Difficulty;
  count: number;
  draw: (random: SeededRandom, index: number) => Draft;
}

export interface Row {
  id: string;
  prompt?: string;
  messages?: readonly Message[];
  answer: Answer;
  difficulty: Difficulty;
  tags?: readonly string[];
}

/** Everything that a generator writes, and the templates of which hard evaluation rows and training rows must share none. */
export interface Dataset {
  slug: string;
  train: readonly Row[];
  eval: readonly Row[];
  trainTemplates: readonly string[];
  hardTemplates: readonly string[];
  fixtures?: Readonly<Record<string, unknown>>;
  /** What of a prompt must not occur in training and evaluation; the whole prompt where it is not given. */
  essence?: (prompt: string) => string;
}

/** The prompt as duplicates are judged: case, punctuation and spaces do not count. */
export function normalisePrompt(prompt: string): string {
  return prompt
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** How many rows of each difficulty, and what they are written with: hard evaluation rows with phrasings of their own. */
export interface PhrasedSets<Phrasing> {
  slug: string;
  seed: string;
  trainRows: Readonly<Record<Difficulty, number>>;
  evalRows: Readonly<Record<Difficulty, number>>;
  train: Readonly<Record<Difficulty, Phrasing>>;
  evalHard: Phrasing;
  draw: (phrasing: Phrasing, random: SeededRandom, index: number) => Draft;
  /** Every template of a phrasing. */
  templates: (phrasing: Phrasing) => readonly string[];
  /** Prompts that neither set may hold. */
  kept?: readonly string[];
  essence?: Dataset["essence"];
}

/** Both sets of a task whose rows differ by phrasing alone; evaluation rows first, so that more training rows leave them as they are. */
export function drawSets<Phrasing>(sets: PhrasedSets<Phrasing>): Dataset {
  const { slug, train, evalHard, draw, templates, essence } = sets;
  const random = seededRandom(sets.seed, 1);
  const taken = new Set(sets.kept);
  const rows = (split: "train" | "eval", counts: PhrasedSets<Phrasing>["trainRows"], hard: Phrasing) =>
    drawRows(
      split,
      (["easy", "medium", "hard"] as const).map((difficulty) => {
        const phrasing = difficulty === "hard" ? hard : train[difficulty];
        return { difficulty, count: counts[difficulty], draw: (from, index) => draw(phrasing, from, index) };
      }),
      random,
      taken,
    );
  const evalRows = rows("eval", sets.evalRows, evalHard);
  const trainRows = rows("train", sets.trainRows, train.hard);
  return {
    slug,
    train: trainRows,
    eval: evalRows,
    trainTemplates: [train.easy, train.medium, train.hard].flatMap(templates),
    hardTemplates: templates(evalHard),
    ...(essence === undefined ? {} : { essence }),
  };
}

/**
 * Draws every part's rows, shuffled and numbered. `taken` holds the normalised prompts of rows that exist already and gains
 * the new ones, so that no prompt occurs twice. Throws when a part has too few different prompts to give.
 */
export function drawRows(
  split: "train" | "eval",
  parts: readonly Part[],
  random: SeededRandom,
  taken: Set<string>,
): Row[] {
  const drafts: Array<Draft & { difficulty: Difficulty }> = [];
  for (const { difficulty, count, draw } of parts) {
    let refused = 0;
    for (let made = 0; made < count;) {
      const draft = draw(random, made);
      const key = normalisePrompt(draft.prompt);
      if (taken.has(key)) {
        if (++refused > 200 * count)
          throw new Error(`${split}, ${difficulty}: only ${made} of ${count} different prompts`);
        continue;
      }
      taken.add(key);
      drafts.push({ ...draft, difficulty });
      made++;
    }
  }
  return random
    .shuffle(drafts)
    .map((draft, index) => toRow(`${split}-${String(index + 1).padStart(4, "0")}`, split, draft));
}

function toRow(id: string, split: "train" | "eval", draft: Draft & { difficulty: Difficulty }): Row {
  const { prompt, answer, difficulty, tags, completion } = draft;
  const rest = { answer, difficulty, ...(tags ? { tags } : {}) };
  if (split === "train" && completion !== undefined) {
    const messages: Message[] = [
      { role: "user", content: prompt },
      { role: "assistant", content: completion },
    ];
    return { id, messages, ...rest };
  }
  return { id, prompt, ...rest };
}
