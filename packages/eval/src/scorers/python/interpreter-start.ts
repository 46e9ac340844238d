/**
 * What an interpreter runs before it waits for programs. It imports what programs often need, tells its host where a
 * function that runs a program stands in memory, with that function's type and an empty tuple, and calls the host,
 * which ends it there: new interpreters go on from what is in memory then.
 *
 * The function reads the program from standard input, leaves that empty, and does what Python does with `-c` and at
 * its end: a script's exit with a text and an uncaught error are written to standard error, exit functions run, and
 * outputs are flushed. Only what is still alive then is not finalised. It returns when the program came to its end, and
 * raises an error otherwise.
 */
export const interpreterStart = String.raw`
def start():
    import atexit, posix, sys, time
    import bisect, cmath, collections, copy, datetime, functools, heapq, importlib, itertools, json, math, operator, re, string
    import typing, warnings

    names = sys.modules["__main__"].__dict__
    read, empty, rewind = posix.read, posix.ftruncate, posix.lseek
    run, compiled, exit_functions = exec, compile, atexit._run_exitfuncs

    def run_program():
        program = b""
        while part := read(0, 65536):
            program += part
        empty(0, 0)
        rewind(0, 0, 0)
        try:
            run(compiled(program, "<string>", "exec"), names)
        except SystemExit as error:
            if error.code is not None and not isinstance(error.code, int):
                print(error.code, file=sys.stderr)
            raise
        except BaseException as error:
            trace = error.__traceback__.tb_next
            sys.excepthook(type(error), error.with_traceback(trace), trace)
            raise
        finally:
            exit_functions()
            for file in (sys.__stdout__, sys.__stderr__, sys.stdout, sys.stderr):
                if file is not None and not getattr(file, "closed", False):
                    file.flush()

    del names["start"]
    sys.orig_argv.clear()
    # As deep as without this function.
    sys.setrecursionlimit(sys.getrecursionlimit() + 3)
    print(id(run_program), id(type(run_program)), id(()), flush=True)
    time.get_clock_info("monotonic")

start()
`;
