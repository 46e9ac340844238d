import { createServer } from "node:http";
import path from "node:path";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { classWithFork } from "../../test/class-with-fork.ts";

type Made = Awaited<ReturnType<typeof classWithFork>>;

async function refused(made: Made, ...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await made.loco("submit", ...args);
  // What curl and git say in their own words differs from version to version.
  const told = stderr.slice(stderr.indexOf("error:")).replace(/(?<=cannot be reached: |who you are: ).*/, "…");
  return `${exitCode} ${stdout}${told.replaceAll(made.root, "…").replaceAll(/127\.0\.0\.1:\d+/g, "HOST")}`;
}

test.skipIf(process.platform === "win32")(
  "a push that is refused says by whom, and nothing is kept as sent",
  async () => {
    await using made = await classWithFork();
    await made.copyAdapter("iso-dates");
    const server = made.server("student");
    await made.hook(server, "pre-receive", "echo 'GH013: Repository rule violations found' >&2; exit 1");
    expect(await refused(made)).toMatchInlineSnapshot(`
      "1 error: origin (https://github.com/student/locollm.git) refuses the branch by a rule of its own: GH013: Repository rule violations found
      Nothing was sent. Ask a maintainer about that rule, or push to a fork of your own: --remote <name>
      More: loco explain push-refused"
    `);
    await made.hook(server, "pre-receive", "exit 0");
    await made.hook(path.join(made.clone, ".git"), "pre-push", "echo 'no pushes after midnight' >&2; exit 1");
    expect(await refused(made)).toMatchInlineSnapshot(`
      "1 error: A pre-push hook of your own clone stopped the push: no pushes after midnight
      Nothing was sent. Mend what it names; git config core.hooksPath and .git/hooks tell where it is.
      More: loco explain push-hook-failed"
    `);
    expect(await made.loco("submit", "--receipt")).toMatchObject({ exitCode: 1 });
    expect(await made.gitIn(server, "branch", "--list")).toBe("* main");
  },
);

test("a host that nobody answers on, one that wants a password, one that forbids: no prompt, and a fix", async () => {
  await using made = await classWithFork();
  await made.copyAdapter("iso-dates");
  const answers = { status: 401 };
  const host = createServer((_, response) => {
    response.writeHead(answers.status, { "www-authenticate": 'Basic realm="class"' }).end();
  }).listen(0, "127.0.0.1");
  try {
    await once(host, "listening");
    const { port } = host.address() as AddressInfo;
    await made.git("remote", "add", "fork", `http://someone:secret@127.0.0.1:${port}/someone/locollm.git`);
    await made.git("remote", "add", "nowhere", "http://127.0.0.1:1/someone/locollm.git");
    expect(await refused(made, "--remote", "nowhere")).toMatchInlineSnapshot(`
      "3 error: nowhere (http://HOST/someone/locollm.git) cannot be reached: …
      Look at the network and at git remote -v, then run the same command again. Your work is untouched.
      More: loco explain remote-unreachable"
    `);
    expect(await refused(made, "--remote", "fork")).toMatchInlineSnapshot(`
      "3 error: fork (http://HOST/someone/locollm.git) does not know who you are: …
      Log in once: gh auth login, or an SSH key or access token of your account there. Then run the same command again.
      More: loco explain push-unauthenticated"
    `);
    answers.status = 403;
    expect(await refused(made, "--remote", "fork")).toMatchInlineSnapshot(`
      "1 error: You may not write to fork (http://HOST/someone/locollm.git): unable to access 'http://HOST/someone/locollm.git/': The requested URL returned error: 403
      Push to a fork of your own: git remote add fork <its address>, then add --remote fork to the same command.
      More: loco explain push-forbidden"
    `);
  } finally {
    host.closeAllConnections();
    host.close();
  }
});
