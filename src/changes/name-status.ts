/** One path that differs between two commits, with git's status letter. */
export interface Change {
  /** Git's letter: added, deleted, modified, type changed, unmerged, unknown. */
  readonly status: 'A' | 'D' | 'M' | 'T' | 'U' | 'X'
  readonly path: string
}

const statuses: readonly string[] = ['A', 'D', 'M', 'T', 'U', 'X'] satisfies Change['status'][]

/**
 * Parses what `git diff --name-status --no-renames -z` prints: status and path, each ended by a NUL, so that any byte a
 * file name can have is safe. A renamed file is a deleted one and an added one.
 * Format: https://git-scm.com/docs/git-diff#_raw_output_format
 * @throws Error when the text is not of that form.
 */
export function parseNameStatus(output: string): Change[] {
  const fields = output.split('\0')
  if (fields.pop() !== '') throw new Error('git diff printed an unfinished record')
  const changes: Change[] = []
  for (let index = 0; index < fields.length; index += 2) {
    const [status = '', path] = fields.slice(index, index + 2)
    if (!isStatus(status)) throw new Error(`git diff printed the unknown status "${status}"`)
    if (path === undefined) throw new Error('git diff printed a status without its path')
    changes.push({ status, path })
  }
  return changes
}

function isStatus(letter: string): letter is Change['status'] {
  return statuses.includes(letter)
}
