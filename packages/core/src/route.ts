import { z } from "zod";
import { adapterIdSchema } from "./names.ts";

/** Which adapter should answer a question, how sure the router is, and why. `null` stands for the base. */
export const routeSchema = z.strictObject({
  adapter: adapterIdSchema.nullable(),
  probability: z.number().min(0).max(1),
  runnerUp: z.strictObject({ adapter: adapterIdSchema.nullable(), probability: z.number() }),
  features: z
    .array(z.strictObject({ feature: z.string(), weight: z.number() }))
    .describe("What decided, strongest first: the feature's share of the lead over the runner-up."),
});
export type Route = z.infer<typeof routeSchema>;
