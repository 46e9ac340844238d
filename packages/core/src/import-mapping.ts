import { z } from "zod";

const fieldSchema = z
  .string()
  .min(1)
  .describe("A field's name, or a text with {field} in it; {a.b} and {a.0} go inside.");

/**
 * How rows of somebody else's file become items: each setting is a field's name, or a text with fields in braces.
 * GSM8K: { prompt: question, answer: answer, answerAfter: "####" }; HumanEval: { id: task_id, prompt: prompt, answer:
 * "{test}\ncheck({entry_point})" }; MBPP: { id: task_id, prompt: text, answer: { setup: test_setup_code, tests:
 * test_list } }; multiple choice: { prompt: question, choices: choices, answer: answer }.
 */
export const importMappingSchema = z.strictObject({
  rows: z
    .string()
    .min(1)
    .optional()
    .describe("In a JSON file that is no list: where its list of rows is, such as data.train."),
  id: fieldSchema.optional().describe("Absent: the adapter's name and a number."),
  prompt: fieldSchema,
  choices: z
    .union([fieldSchema, z.array(fieldSchema).min(2)])
    .optional()
    .describe("The options: one field with a list, or a list of fields. They follow the prompt, a line each."),
  choiceLabels: fieldSchema
    .optional()
    .describe(
      "A field with the list of labels by which the file names its right option; absent: letter, index or text.",
    ),
  answer: z
    .union([fieldSchema, z.record(z.string(), fieldSchema)])
    .describe("A field or text; or an object of them, such as the python scorer's { setup, tests }."),
  answerAfter: z.string().min(1).optional().describe('Only what follows the last of these, such as "####".'),
  target: fieldSchema.optional().describe("What training teaches to write, where it is more than the answer."),
  difficulty: fieldSchema.optional().describe("A field with easy, medium or hard."),
  tags: z.array(fieldSchema).optional(),
  source: fieldSchema.optional(),
});
export type ImportMapping = z.infer<typeof importMappingSchema>;
