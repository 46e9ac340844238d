import type { PythonTests } from "@locollm/core";
import { pythonLiteral } from "./python-literal.ts";

/** Written before the code runs: what follows on this output is the program's, and may lie. */
export const readyMark = "\u001eready\n";
/** Precedes the reason why it is not right, which only explains. */
export const reasonMark = "\u001ereason ";

/**
 * The program that judges one piece of code: setup, code and tests in one namespace, one after the other. It comes to
 * its end only when all tests ran without an error; the interpreter tells its host so by returning, which the code
 * cannot do. What the judge needs after the code ran is in local variables, which Python 3.12 lets no other code
 * change without a trace function. Before the tests, `builtins` and the modules that setup and tests name get their
 * first contents back.
 */
export function scoringProgram({ setup = "", tests }: PythonTests, code: string): string {
  return `${judge}\njudge(${[setup, code, tests].map(pythonLiteral).join(", ")})\n`;
}

const judge = String.raw`
def judge(setup, code, tests):
    import builtins, importlib, sys
    run, read, contents, any_error, kind = exec, compile, vars, BaseException, type
    write, flush, text = sys.stderr.write, sys.stderr.flush, str
    mark = "\x1ereason "
    for name in ("settrace", "setprofile", "monitoring"):
        delattr(sys, name)
    sys.orig_argv.clear()

    module = kind(sys)("solution")
    sys.modules["solution"] = module
    names = contents(module)
    standard = {
        "bisect", "cmath", "collections", "copy", "datetime", "decimal", "fractions", "functools", "heapq", "itertools",
        "json", "math", "operator", "random", "re", "statistics", "string", "typing",
    }

    def named(code):
        for name in code.co_names:
            yield name
        for constant in code.co_consts:
            if hasattr(constant, "co_names"):
                yield from named(constant)

    def fail(place, error, source, file):
        line = None
        try:
            trace = error.__traceback__
            while trace is not None:
                if trace.tb_frame.f_code.co_filename == file:
                    line = trace.tb_lineno
                trace = trace.tb_next
            unread = line is None and kind(error).__name__ in ("SyntaxError", "IndentationError", "TabError")
            if unread:
                line = error.lineno
            message = text(error.msg if unread else error)[:200]
            reason = place + " " + kind(error).__name__ + (message and ": " + message)
            if line is not None:
                reason += " in line " + text(line) + ": " + source.split("\n")[line - 1].strip()[:200]
        except any_error:
            reason = place + " an error"
        write(mark + reason + "\x1e")
        flush()
        raise error

    try:
        place = "The setup raises"
        run(read(setup, "<setup>", "exec"), names)
        place = "The tests cannot be read:"
        tests_code = read(tests, "<tests>", "exec")
        place = "The tests cannot be prepared:"
        guarded = [builtins]
        for name in sorted(standard & {*named(tests_code), *names}):
            guarded.append(importlib.import_module(name))
        guarded = [(contents(one), dict(contents(one))) for one in guarded]
        pristine = guarded[0][1]
    except any_error as error:
        fail(place, error, setup if place == "The setup raises" else tests, "<setup>")
    write("\x1eready\n")
    flush()

    try:
        run(read(code, "<code>", "exec"), names)
    except any_error as error:
        fail("The code raises", error, code, "<code>")
    for changed, first in guarded:
        changed.clear()
        changed.update(first)
    names["__builtins__"] = pristine
    try:
        run(tests_code, names)
    except any_error as error:
        fail("The tests end with", error, tests, "<tests>")
`;
