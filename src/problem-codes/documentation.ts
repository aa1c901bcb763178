/** What `docs/problems.md` says about one kind of problem. */
export interface ProblemDocumentation {
  /** What is wrong, and why that matters. */
  readonly meaning: string
  /** A snippet of the file, or of the message, as a person would meet it. */
  readonly example: string
  /** What to do. */
  readonly remedy: string
}
