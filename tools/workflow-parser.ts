import { registerHooks } from "node:module";

// GitHub's parser imports its schema without saying that it is JSON, which Node asks for.
const hooks = registerHooks({
  load: (url, context, load) =>
    load(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context),
});
const { NoOperationTraceWriter, parseWorkflow } = await import("@actions/workflow-parser");
hooks.deregister();

/** What GitHub's own parser has to say against a workflow file. */
export function syntaxErrors(name: string, content: string): string[] {
  const { context } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}
