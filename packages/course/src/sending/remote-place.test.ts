import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { addressToShow, remotePlace, requestPage } from "./remote-place.ts";

test.each([
  ["git@github.com:student/locollm.git", "github.com student/locollm"],
  ["https://github.com/student/locollm", "github.com student/locollm"],
  ["https://user:secret@GitHub.com/student/locollm.git/", "github.com student/locollm"],
  ["ssh://git@gitlab.example.org:2222/class/2026/locollm.git", "gitlab.example.org class/2026/locollm"],
  ["gitlab.example.org:class/locollm", "gitlab.example.org class/locollm"],
  ["/srv/git/class/locollm.git", null],
  ["C:\\class\\locollm", null],
  ["C:/class/locollm", null],
  ["file:///srv/git/class/locollm.git", null],
  ["../locollm.git", null],
])("%s leads to %s", (address, place) => {
  const found = remotePlace(address);
  expect(found === null ? null : `${found.host} ${found.path}`).toBe(place);
});

test("a password is not shown", () => {
  expect(addressToShow("https://user:secret@host/a/b")).toBe("https://host/a/b");
  expect(addressToShow("git@host:a/b")).toBe("git@host:a/b");
});

test("the page to ask on, by host", () => {
  const branch = "submit/2026-s2/iso-dates";
  const at = (address: string) => remotePlace(address)!;
  const fork = at("git@github.com:student/fork.git");
  expect(requestPage({ into: at("https://github.com/class/locollm"), from: fork, branch })).toBe(
    "https://github.com/class/locollm/compare/student:fork:submit/2026-s2/iso-dates?expand=1",
  );
  expect(requestPage({ into: null, from: fork, branch })).toBe(
    "https://github.com/student/fork/pull/new/submit/2026-s2/iso-dates",
  );
  expect(requestPage({ into: null, from: at("https://gitlab.example.org/a/b/c.git"), branch })).toBe(
    "https://gitlab.example.org/a/b/c/-/merge_requests/new?merge_request%5Bsource_branch%5D=submit%2F2026-s2%2Fiso-dates",
  );
  expect(requestPage({ into: null, from: at("https://forge.example.org/a/b.git"), branch })).toBe(null);
});

const word = fc.stringMatching(/^[a-z][a-z0-9-]{1,12}$/);
const steps = fc.array(word, { minLength: 2, maxLength: 4 });

test.prop([word, steps, word, fc.nat({ max: 65_535 })])(
  "every way of writing an address leads to the same place, and none shows the password",
  (name, path, secret, port) => {
    const [host, whole] = [`${name}.example`, path.join("/")];
    for (const address of [
      `https://${host}/${whole}`,
      `https://me:${secret}@${host}:${port}/${whole}.git`,
      `ssh://git@${host}:${port}/${whole}.git`,
      `git@${host}:${whole}.git`,
      `${host}:/${whole}/`,
    ]) {
      expect(remotePlace(address)).toEqual({ host, path: whole });
      expect(remotePlace(addressToShow(address))).toEqual({ host, path: whole });
      expect(addressToShow(address)).not.toContain(`:${secret}@`);
    }
  },
);

test.prop([fc.string({ unit: "binary" })])("anything may be written there", (address) => {
  const place = remotePlace(address);
  if (place !== null) expect(place.path).toContain("/");
});
