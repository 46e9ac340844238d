import type { GoldenCase } from "./golden-case.ts";

/** Golden items of the scorers that read texts: regex, contains, rouge-l, chrf. */
export const goldenTextCases: readonly GoldenCase[] = [
  {
    score: { scorer: "regex", pattern: String.raw`(?i)answer(?: is|:) (\d+)(?: or (\d+))?` },
    answer: "42",
    outputs: [
      "The answer is 42.",
      "answer: 42",
      "ANSWER: 43",
      "The answer is 42 or 43",
      "The answer is 4. No, the answer is 42.",
      "42",
      "It is 142.",
      "no idea",
      "",
    ],
  },
  {
    score: { scorer: "regex", pattern: String.raw`(?s).*answer is (?:option ([A-D])|(\d))` },
    answer: "B",
    outputs: ["The answer is option A.\nSo the answer is option B.", "The answer is 2", "B"],
  },
  {
    score: { scorer: "regex", pattern: String.raw`\d{4}-\d\d-\d\d` },
    answer: "2021-03-03",
    outputs: ["On 2021-03-03 or 2021-03-04", "2021-03-04", "3 March 2021"],
  },
  {
    score: { scorer: "regex" },
    answer: String.raw`(?i)(the )?(5|five) cats?`,
    outputs: ["five cats", " The 5 cats\n", "I see five cats.", "six cats", ""],
  },
  { score: { scorer: "regex" }, answer: "(?=a)b", outputs: ["ab"] },
  {
    score: { scorer: "contains", match: "all", ignoreCase: false },
    answer: ["Ada Lovelace", "1843"],
    outputs: [
      "In 1843 Ada\n Lovelace wrote it.",
      "In 1843 ada lovelace wrote it.",
      "Ada Lovelace, in 18430",
      "Charles Babbage",
      "",
    ],
  },
  {
    score: { scorer: "contains", match: "any", ignoreCase: true },
    answer: ["cat", "kitten"],
    outputs: ["A CAT!", "concatenate", "two kittens and one Kitten"],
  },
  {
    score: { scorer: "contains", match: "all", ignoreCase: false },
    answer: "",
    outputs: ["anything"],
  },
  {
    score: { scorer: "rouge-l", threshold: 0.6 },
    answer: "police killed the gunman",
    outputs: [
      "Police killed the gunman!",
      "police kill the gunman",
      "the gunman kill police",
      "Here is a summary of the text that you gave me:\n\nPolice killed the gunman.",
      "?!",
      "",
    ],
  },
  {
    score: { scorer: "chrf", threshold: 0.5 },
    answer: ["Die Straße führt über die Brücke.", "Die Straße geht über die Brücke."],
    outputs: [
      "Die Straße führt über die Brücke.",
      "Die Straßen gehen über die Brücken",
      "The road leads across the bridge.",
      "Gladly! This is my translation into German, as you wanted, with some more words, which nobody asked for.\n\nDie Straße führt über Brücken.",
      "",
    ],
  },
];
