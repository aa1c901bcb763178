/** One path that differs between two commits, with git's status letter. */
export interface Change {
  /** Git's letter: added, copied, deleted, modified, renamed, type changed, unmerged, unknown. */
  readonly status: 'A' | 'C' | 'D' | 'M' | 'R' | 'T' | 'U' | 'X'
  readonly path: string
  /** The old path of a renamed or copied file. */
  readonly from?: string
}

const statuses: readonly string[] = ['A', 'C', 'D', 'M', 'R', 'T', 'U', 'X'] satisfies Change['status'][]

/**
 * Parses what `git diff --name-status -z` prints: status, path, and for renames and copies the new path, each ended
 * by a NUL, so that any byte a file name can have is safe.
 * Format: https://git-scm.com/docs/git-diff#_raw_output_format
 * @throws Error when the text is not of that form.
 */
export function parseNameStatus(output: string): Change[] {
  const fields = output.split('\0')
  if (fields.pop() !== '') throw new Error('git diff printed an unfinished record')
  const changes: Change[] = []
  while (fields.length > 0) changes.push(takeChange(fields))
  return changes
}

/** Takes one change off the front of the fields. */
function takeChange(fields: string[]): Change {
  const field = fields.shift() ?? ''
  const status = field.charAt(0)
  if (!isStatus(status)) throw new Error(`git diff printed the unknown status "${field}"`)
  const hasTwoPaths = status === 'R' || status === 'C'
  const [first, second] = fields.splice(0, hasTwoPaths ? 2 : 1)
  const path = hasTwoPaths ? second : first
  if (first === undefined || path === undefined) throw new Error('git diff printed a status without its path')
  return hasTwoPaths ? { status, path, from: first } : { status, path }
}

function isStatus(letter: string): letter is Change['status'] {
  return statuses.includes(letter)
}
