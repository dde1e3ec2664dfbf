/** What a command's exit code means; printed by `prorata --help`. */
export const ExitCode = {
  ok: 0,
  /** A check found differences, or rows were refused. */
  differences: 1,
  /** The call or its input cannot be used: unknown options, unreadable files, a database that is not there. */
  unusable: 2,
  /** The system said no, with a code and a reason. */
  refused: 3,
} as const

export const EXIT_CODE_HELP = `
Exit codes:
  0  done
  1  a check found differences, or rows were refused
  2  the call or its input cannot be used
  3  refused, with a code and a reason`
