import { posix } from 'node:path'
import type { ProblemCode } from '../problem-codes.ts'
import type { Location, Problem } from '../problem.ts'
import { staysInside, type Files } from './files.ts'
import { findPlaceholders } from './template.ts'

/** What a build reads, in the terms of docker. */
interface Build {
  /** `dockerfile` is relative to `context`. */
  readonly recipe: { readonly context: string; readonly dockerfile: string }
  /** The step that asks for it. */
  readonly location: Location
}

/**
 * Contexts and Dockerfiles that are not in the checkout: a build would only find out later. Paths that a script has yet
 * to fill in are passed over.
 */
export async function findMissingBuildFiles(files: Files, builds: readonly Build[]): Promise<Problem[]> {
  const checks = builds.map(async ({ recipe, location }): Promise<Problem[]> => {
    const { context, dockerfile } = recipe
    if (findPlaceholders([context, dockerfile]).length > 0) return []
    const path = posix.join(context, dockerfile)
    if (!staysInside(context) || !staysInside(path) || posix.isAbsolute(dockerfile)) {
      const used = posix.isAbsolute(dockerfile) ? dockerfile : path
      return [problem('build-path-outside', `The build uses "${used}", which leaves the checkout`, location)]
    }
    if (!(await files.isFolder(context))) {
      return [problem('build-context-missing', `The build context "${context}" doesn't exist`, location)]
    }
    if (await files.isFile(path)) return []
    return [problem('dockerfile-missing', `The Dockerfile "${path}" doesn't exist`, location)]
  })
  return (await Promise.all(checks)).flat()
}

function problem(code: ProblemCode, message: string, location: Location): Problem {
  return {
    code,
    severity: 'error',
    message: `${message}.`,
    hint: 'Correct "dockerfile" or "path" of the step: "path" is taken from the working directory, and "dockerfile" from "path".',
    location,
  }
}
