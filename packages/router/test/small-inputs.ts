import type { RouterInputs } from "../src/router-inputs.ts";

const fill = (templates: readonly string[], slots: readonly string[]): string[] =>
  templates.flatMap((template) => slots.map((slot) => template.replace("*", slot)));

/** Three adapters and questions of none: enough to learn from in a few milliseconds. */
export const smallInputs: RouterInputs = {
  adapters: [
    {
      id: "test/weather",
      prompts: fill(
        [
          "Will it rain in * tomorrow?",
          "How warm does * get in summer?",
          "Forecast for *, please.",
          "Is there snow near * today?",
        ],
        ["Oslo", "Lima", "Accra", "Hanoi", "Perth", "Quito"],
      ),
    },
    {
      id: "test/sums",
      prompts: fill(
        ["What is * plus 12?", "Add 30 to *.", "* minus 4 equals what?", "Multiply * by 17 for me."],
        ["3", "48", "125", "7", "66", "902"],
      ),
    },
    {
      id: "test/capitals",
      prompts: fill(
        ["What is the capital of *?", "Name the seat of government of *.", "Which city governs *?"],
        ["Peru", "Norway", "Ghana", "Vietnam", "Ecuador", "Japan"],
      ),
    },
  ],
  outOfScope: fill(
    [
      "Sing me a song about *.",
      "Who wrote the book on *?",
      "I feel like eating *.",
      "Tell a joke with * in it.",
      "hello *",
    ],
    ["cats", "pancakes", "the moon", "robots", "my uncle", "trains"],
  ),
};
