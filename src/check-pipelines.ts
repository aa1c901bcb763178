import { checkConventions } from './plan/conventions/check-conventions.ts'
import {
  conventionsPath,
  defaultConventions,
  type ConventionLevel,
  type Conventions,
} from './plan/conventions/conventions.ts'
import { parseConventions } from './plan/conventions/parse-conventions.ts'
import { dropSwitchedOff } from './plan/switch-off.ts'
import { ActionError } from './problem.ts'
import type { Files } from './workspace/files.ts'
import type { Pipeline } from './workspace/pipeline.ts'

/** How pipelines are checked. */
export interface CheckOptions {
  readonly conventions: ConventionLevel
  /** All environments, to tell which one a deployment's name ends in. */
  readonly environments: readonly string[]
}

/**
 * Holds pipelines against the repository's conventions.
 * @returns the pipelines with what was found among their problems, without what comments in their files switch off.
 * @throws ActionError for the mistakes in the conventions file.
 */
export async function checkPipelines(
  files: Files,
  pipelines: readonly Pipeline[],
  { conventions: level, environments }: CheckOptions,
): Promise<Pipeline[]> {
  const used = level !== 'off' && pipelines.length > 0
  const conventions = used ? await readConventions(files) : defaultConventions
  return pipelines.map((pipeline) => {
    const problems = [
      ...pipeline.problems,
      ...checkConventions(pipeline, level, { conventions, environments }),
    ]
    return { ...pipeline, problems: dropSwitchedOff(problems, [pipeline.prefectFile]) }
  })
}

/** The conventions of the repository's file, or those that hold without one. */
async function readConventions(files: Files): Promise<Conventions> {
  const source = await files.read(conventionsPath)
  if (source === undefined) return defaultConventions
  const result = parseConventions(source)
  if ('problems' in result) throw new ActionError(result.problems)
  return result.conventions
}
