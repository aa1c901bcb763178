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
