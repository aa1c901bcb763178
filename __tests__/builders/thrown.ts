import { ActionError, type Problem } from '../../src/problem.ts'

/** The problems of the ActionError that `task` throws, at once or later; fails where it throws none. */
export async function problemsOf(task: () => unknown): Promise<readonly Problem[]> {
  try {
    await task()
  } catch (error) {
    if (error instanceof ActionError) return error.problems
    throw error
  }
  throw new Error('an ActionError was expected, and nothing was thrown')
}

/** The one problem of the ActionError that `task` throws; fails where there are more. */
export async function problemOf(task: () => unknown): Promise<Problem> {
  const [first, ...others] = await problemsOf(task)
  if (first === undefined || others.length > 0) {
    throw new Error(`one problem was expected, not ${first ? others.length + 1 : 0}`)
  }
  return first
}
