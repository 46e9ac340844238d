import { expect, test } from "vitest";
import { fileSchemas, jsonSchemaOf } from "./json-schemas.ts";

test.each(Object.keys(fileSchemas))("%s has a JSON Schema that refuses unknown keys", (name) => {
  expect(jsonSchemaOf(name)).toMatchObject({ type: "object", additionalProperties: false });
});

test("what has a default may be left out by the writer", () => {
  const adapter = jsonSchemaOf("adapter") as { required: string[] };
  expect(adapter.required).toContain("licence");
  expect(adapter.required).not.toContain("train");
});
