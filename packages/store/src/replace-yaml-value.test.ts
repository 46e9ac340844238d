import { expect, test } from "vitest";
import { replaceYamlValue } from "./replace-yaml-value.ts";

const manifest = `# The class's own words.
schema: 1
version: 1.0.0 # since spring
bases: [one, two]
deep: { version: 3.0.0 }
`;

test("one value is another, and no other byte", () => {
  expect(replaceYamlValue(manifest, "version", "2.0.0")).toBe(manifest.replace("1.0.0", "2.0.0"));
  expect(replaceYamlValue(manifest, "bases", "[two, one]")).toBe(manifest.replace("[one, two]", "[two, one]"));
});

test("a list in lines becomes one in a line", () => {
  const lines = "bases:\n  - one # the first\n  - two\nactive: true\n";
  expect(replaceYamlValue(lines, "bases", "[two, one]")).toBe("bases:\n  [two, one]\nactive: true\n");
});

test("a key that is not there is a mistake of ours", () => {
  expect(() => replaceYamlValue(manifest, "starts", "now")).toThrow("there is no starts in this YAML");
});
