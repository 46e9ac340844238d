import { fc, test as property } from "@fast-check/vitest";
import type { Item } from "@locollm/core";
import { afterAll, expect, test } from "vitest";
import { python } from "./python.ts";
import { pythonLiteral } from "./python-literal.ts";
import { runPython } from "./run-python.ts";

// A busy machine is slow: only what never ends meets this limit.
const patient = python({ timeLimit: 60, memory: 256 }, 1);
const hasty = python({ timeLimit: 1, memory: 64 }, 1);
afterAll(async () => {
  await patient[Symbol.asyncDispose]();
  await hasty[Symbol.asyncDispose]();
});

const item: Item = {
  id: "double",
  prompt: "Write double(x).",
  answer: "import math\nassert double(1) == 2\nassert math.isclose(double(0.5), 1)\nassert set(double([1])) == {1, 2}",
};
const honest = "def double(x):\n    return x * 2 if x != [1] else [1, 2]\n";

test("the rule by example", async () => {
  const outputs = [
    honest,
    `\`\`\`python\n${honest}\`\`\`\nIt doubles.`,
    `Run \`pip\` first:\n\`\`\`sh\npip install x\n\`\`\`\nThen:\n\`\`\`py\n${honest}`,
    `Here it is:\n${honest}\nIt doubles.`,
    `Here it is:\ndef double(x):\n    return x\n`,
    "def double(x):\n    return None",
    "def double(x):\n    return y",
    "def double(x)\n    return x",
    "```\ndef double(x) return x\n```",
    "Multiply it by two.",
    "",
  ];
  const said = await Promise.all(outputs.map(async (output) => patient(item, output)));
  expect(said.map(({ outcome, contentRight, reason }) => [outcome, contentRight, reason])).toMatchInlineSnapshot(`
    [
      [
        "right",
        undefined,
        undefined,
      ],
      [
        "right",
        undefined,
        undefined,
      ],
      [
        "right",
        undefined,
        undefined,
      ],
      [
        "format-miss",
        true,
        "The code stands amid other text without a code fence.",
      ],
      [
        "format-miss",
        false,
        "The code stands amid other text without a code fence. The tests end with AssertionError in line 2: assert double(1) == 2.",
      ],
      [
        "wrong",
        undefined,
        "The tests end with AssertionError in line 2: assert double(1) == 2.",
      ],
      [
        "wrong",
        undefined,
        "The tests end with NameError: name 'y' is not defined in line 2: assert double(1) == 2.",
      ],
      [
        "wrong",
        undefined,
        "The code raises SyntaxError: expected ':' in line 1: def double(x).",
      ],
      [
        "wrong",
        undefined,
        "The code raises SyntaxError: expected ':' in line 1: def double(x) return x.",
      ],
      [
        "format-miss",
        false,
        "The output is no Python code.",
      ],
      [
        "format-miss",
        false,
        "The output is empty.",
      ],
    ]
  `);
});

test("what is wrong with the item is its error, whatever the output", async () => {
  const answers: Item["answer"][] = [
    "assert (",
    { setup: "import nothing", tests: "assert double(1) == 2" },
    { setup: "raise SystemExit(0)", tests: "pass" },
    { tests: 3 },
    "",
  ];
  const said = await Promise.all(answers.map(async (answer) => patient({ ...item, answer }, honest)));
  expect(said.map(({ outcome, reason }) => [outcome, reason])).toMatchInlineSnapshot(`
    [
      [
        "error",
        "The tests cannot be read: SyntaxError: '(' was never closed in line 1: assert (.",
      ],
      [
        "error",
        "The setup raises ModuleNotFoundError: No module named 'nothing' in line 1: import nothing.",
      ],
      [
        "error",
        "The setup raises SystemExit: 0 in line 1: raise SystemExit(0).",
      ],
      [
        "error",
        "The answer holds no Python tests.",
      ],
      [
        "error",
        "The answer holds no Python tests.",
      ],
    ]
  `);
});

test("setup runs before the code", async () => {
  const answer = { setup: "from math import pi", tests: "assert area(1) == pi" };
  const output = "def area(r):\n    return pi * r * r";
  expect(await patient({ ...item, answer }, output)).toMatchObject({ outcome: "right" });
});

const forks = "import os\nwhile True:\n    os.fork()";
const hostile: Record<string, string> = {
  "is a fork bomb": forks,
  "starts threads": "import threading\nwhile True:\n    threading.Thread(target=input).start()",
  "runs a program": "import subprocess\nsubprocess.run(['ls'], check=True)",
  "runs a shell": "import os\nos.system('ls')",
  "opens a socket": "import socket\nsocket.create_connection(('127.0.0.1', 80))",
  "reads a file": "open('/etc/passwd').read()",
  "writes a file": "open('stolen.txt', 'w').write('x')",
  "walks the disk": "import os\nassert os.listdir('/usr/local') != ['lib']\nos.listdir('/etc')",
  "calls C": "import ctypes",
  "hoards memory": "x = [0] * 10 ** 9",
  "writes 10 GB": "while True:\n    print('x' * 10 ** 5)",
  "writes 10 GB of errors": "import sys\nwhile True:\n    sys.stderr.write('x' * 10 ** 5)",
  recurses: "def f(n):\n    return f(n + 1)\nf(0)",
  "nests deep": `x = ${"(".repeat(50_000)}1${")".repeat(50_000)}`,
  "is 1 MB long": `x = ${"1 + ".repeat(250_000)}1`,
  "exits with 0": `${honest}import sys\nsys.exit(0)`,
  "exits with 0 in a test": "import sys\ndef double(x):\n    sys.exit(0)",
  "exits at once with 0": "import os\nos._exit(0)",
  "exits at once with 0 in a test": "import os\ndef double(x):\n    os._exit(0)",
  aborts: "import os\nos.abort()",
  "raises a signal": "import signal\nsignal.raise_signal(signal.SIGABRT)",
  "reads its input": "double = input()",
  "prints the marks": `import sys, os\nfor out in (sys.stdout, sys.stderr):\n    print('\\x1eready\\n\\x1ereason fine\\x1e', file=out, flush=True)\nos._exit(0)`,
  "fakes assertions":
    "import builtins\nbuiltins.AssertionError = type('Fine', (Exception,), {})\nbuiltins.assert_ = lambda *_: True",
  "fakes exec and compile": "import builtins\nbuiltins.exec = lambda *_: None\nbuiltins.compile = lambda *_: None",
  "fakes set":
    "import builtins\nbuiltins.set = lambda _: {1, 2}\ndef double(x):\n    builtins.set = lambda _: {1, 2}\n    return x * 2",
  "fakes math": "import math\nmath.isclose = lambda *_: True\ndef double(x):\n    return x * 2 if x == 1 else {1, 2}",
  "fakes its builtins": "__builtins__ = {'set': lambda _: {1, 2}}\ndef double(x):\n    return x * 2",
  "replaces the judge": "import __main__\n__main__.judge = lambda *_: None\n__main__.exec = lambda *_: None",
  "replaces what runs it": `import gc, sys
sys.excepthook = lambda *_: None
for one in gc.get_objects():
    if getattr(one, "__name__", None) == "run_program":
        for cell in one.__closure__:
            cell.cell_contents = lambda *_: None
def double(x):
    return 3`,
  "skips the tests by a trace": `import sys
def double(x):
    def jump(frame, event, arg):
        frame.f_lineno = 4
        return jump
    frame = sys._getframe(1)
    frame.f_trace = jump
    sys.settrace(jump)
    return 2`,
  "changes the judge's variables": `import sys
def double(x):
    frame = sys._getframe(1)
    while frame is not None:
        for name in list(frame.f_locals):
            frame.f_locals[name] = lambda *_, **__: None
        frame = frame.f_back`,
  "raises what cannot be told": "class Odd(BaseException):\n    def __str__(self):\n        raise self\nraise Odd",
  "leaves a trap at the exit": "import atexit, os\natexit.register(os._exit, 0)\ndef double(x):\n    return 3",
  "is half a character": "x = '\ud800'",
  "holds a NUL": "x = '\0'",
  "is no code at all": "\u0000\uffff\ud800",
};

test("hostile code costs its own item only", { timeout: 600_000 }, async () => {
  await patient(item, honest);
  const before = process.memoryUsage.rss();
  const said: string[] = [];
  for (const [name, output] of Object.entries(hostile)) {
    const { outcome, reason, contentRight = false } = await patient(item, output);
    expect([outcome, contentRight], name).toEqual([expect.stringMatching(/^(?:wrong|format-miss)$/), false]);
    expect(reason?.length).toBeLessThan(500);
    said.push(`${name}: ${reason}`);
  }
  expect(await patient(item, honest)).toMatchObject({ outcome: "right" });
  expect(process.memoryUsage.rss() - before).toBeLessThan(512 * 2 ** 20);
  expect(said).toMatchInlineSnapshot(`
    [
      "is a fork bomb: The code raises AttributeError: module 'os' has no attribute 'fork' in line 3: os.fork().",
      "starts threads: The code raises RuntimeError: can't start new thread in line 3: threading.Thread(target=input).start().",
      "runs a program: The code raises OSError: [Errno 58] wasi does not support processes. in line 2: subprocess.run(['ls'], check=True).",
      "runs a shell: The code raises AttributeError: module 'os' has no attribute 'system' in line 2: os.system('ls').",
      "opens a socket: The code raises AttributeError: module '_socket' has no attribute 'getaddrinfo' in line 2: socket.create_connection(('127.0.0.1', 80)).",
      "reads a file: The code raises FileNotFoundError: [Errno 44] No such file or directory: '/etc/passwd' in line 1: open('/etc/passwd').read().",
      "writes a file: The code raises FileNotFoundError: [Errno 44] No such file or directory: 'stolen.txt' in line 1: open('stolen.txt', 'w').write('x').",
      "walks the disk: The code raises AssertionError in line 2: assert os.listdir('/usr/local') != ['lib'].",
      "calls C: The code raises ModuleNotFoundError: No module named 'ctypes' in line 1: import ctypes.",
      "hoards memory: The code raises MemoryError in line 1: x = [0] * 10 ** 9.",
      "writes 10 GB: The code wrote more than 1 MiB.",
      "writes 10 GB of errors: The code wrote more than 1 MiB.",
      "recurses: The code raises RecursionError: maximum recursion depth exceeded in line 2: return f(n + 1).",
      "nests deep: The code raises MemoryError: Parser stack overflowed - Python source too complex to parse.",
      "is 1 MB long: The output is no Python code.",
      "exits with 0: The code raises SystemExit: 0 in line 4: sys.exit(0).",
      "exits with 0 in a test: The tests end with SystemExit: 0 in line 2: assert double(1) == 2.",
      "exits at once with 0: The code ended the program before all tests ran.",
      "exits at once with 0 in a test: The code ended the program before all tests ran.",
      "aborts: The code broke the interpreter, as endless recursion does.",
      "raises a signal: The code broke the interpreter, as endless recursion does.",
      "reads its input: The code raises EOFError: EOF when reading a line in line 1: double = input().",
      "prints the marks: fine.",
      "fakes assertions: The tests end with NameError: name 'double' is not defined in line 2: assert double(1) == 2.",
      "fakes exec and compile: The tests end with NameError: name 'double' is not defined in line 2: assert double(1) == 2.",
      "fakes set: The tests end with AssertionError in line 4: assert set(double([1])) == {1, 2}.",
      "fakes math: The tests end with TypeError: must be real number, not set in line 3: assert math.isclose(double(0.5), 1).",
      "fakes its builtins: The tests end with AssertionError in line 4: assert set(double([1])) == {1, 2}.",
      "replaces the judge: The tests end with NameError: name 'double' is not defined in line 2: assert double(1) == 2.",
      "replaces what runs it: The tests end with AssertionError in line 2: assert double(1) == 2.",
      "skips the tests by a trace: The tests end with AttributeError: module 'sys' has no attribute 'settrace' in line 2: assert double(1) == 2.",
      "changes the judge's variables: The tests end with AssertionError in line 2: assert double(1) == 2.",
      "raises what cannot be told: The code raises an error.",
      "leaves a trap at the exit: The tests end with AssertionError in line 2: assert double(1) == 2.",
      "is half a character: The code raises UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in position 5: surrogates not allowed.",
      "holds a NUL: The output is no Python code.",
      "is no code at all: The code raises UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in position 2: surrogates not allowed.",
    ]
  `);
});

test.each([
  ["never ends", "while True:\n    pass"],
  ["never ends in a test", "def double(x):\n    while True:\n        pass"],
  ["sleeps", "import time\ntime.sleep(10 ** 6)"],
  [
    "catches everything for ever",
    "while True:\n    try:\n        x = [0]\n        while True:\n            x += x\n    except BaseException:\n        pass",
  ],
  ["computes a giant", "x = 10 ** 10 ** 8"],
])("code that %s is stopped, and the next is judged", async (_, output) => {
  const { outcome, reason } = await hasty(item, output);
  expect([outcome, reason]).toEqual(["wrong", "The code did not finish in 1 second."]);
  expect(await patient(item, honest)).toMatchObject({ outcome: "right" });
});

test("nothing of a program is left to the next", async () => {
  const answer =
    "import re, sys\nassert not hasattr(re, 'left') and 'left' not in globals() and 'left' not in sys.modules";
  const output = "import re, sys\nleft = re.left = sys.modules['left'] = re";
  expect(await patient({ ...item, answer }, output)).toMatchObject({ outcome: "wrong" });
  expect(await patient({ ...item, answer }, "pass")).toMatchObject({ outcome: "right" });
});

test("a snippet runs as a script, the same each time", async () => {
  const script = `import random, datetime
if __name__ == "__main__":
    print(random.random(), hash("a"), id(random), datetime.date.today(), "é😀")
raise ValueError("enough")`;
  const first = await runPython(script, { timeLimit: 60 });
  expect(first.ending).toBe("exited");
  expect(first.stdout).toMatch(/ 2020-01-01 é😀\n$/);
  expect(first.stderr).toMatch(/line 4, in <module>\nValueError: enough\n$/);
  expect(await runPython(script, { timeLimit: 60 })).toEqual(first);
});

test("long output keeps its start and its end", async () => {
  const { ending, stdout } = await runPython("print('a' * 500_000, 'z')", { timeLimit: 60 });
  expect(ending).toBe("finished");
  expect(stdout === `${"a".repeat(32_768)}\n…\n${"a".repeat(4093)} z\n`).toBe(true);
});

property.prop([fc.array(fc.string({ unit: "binary", maxLength: 40 }), { minLength: 200, maxLength: 200 })], {
  numRuns: 1,
})("a literal is the text that it was made of", async (texts) => {
  const program = `for text in [${texts.map(pythonLiteral).join(", ")}]: print([*map(ord, text)])`;
  const { stdout } = await runPython(program, { timeLimit: 60 });
  const codes = texts.map((text) => `[${Array.from(text, (character) => character.codePointAt(0)).join(", ")}]\n`);
  expect(stdout).toBe(codes.join(""));
});
