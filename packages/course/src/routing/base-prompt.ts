/** How the base is asked where no adapter is: short, because what a small model adds to an answer is mostly wrong. */
export const basePrompt = { system: "Answer in one or two short sentences.", maxTokens: 96 };
