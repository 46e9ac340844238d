import { z } from "zod";

/** One turn of a conversation, as chat templates take it. */
export const messageSchema = z.strictObject({
  role: z.enum(["system", "user", "assistant"]),
  content: z.string(),
});
export type Message = z.infer<typeof messageSchema>;
