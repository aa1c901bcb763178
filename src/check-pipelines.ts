import { checkConventions } from './plan/conventions/check-conventions.ts'
import {
  conventionsPath,
  defaultConventions,
  type ConventionLevel,
  type Conventions,
} from './plan/conventions/conventions.ts'
import { parseConventions } from './plan/conventions/parse-conventions.ts'
import { dropSwitchedOff } from './plan/switch-off.ts'
import { ActionError, type Problem } from './problem.ts'
import type { Files } from './workspace/files.ts'
import type { Pipeline } from './workspace/pipeline.ts'
import type { UvWorkspace } from './workspace/uv-workspace.ts'

/** How pipelines are checked. */
export interface CheckOptions {
  readonly conventions: ConventionLevel
  /** All environments, to tell which one a deployment's name ends in. */
  readonly environments: readonly string[]
}

/**
 * Holds pipelines against the repository's conventions, and looks for troubles that a build would meet.
 * @param options.uv the uv workspace; undefined where the repository has no uv.lock, and such troubles are not looked for.
 * @returns the pipelines with what was found among their problems, without what comments in their files switch off.
 * @throws ActionError for the mistakes in the conventions file.
 */
export async function checkPipelines(
  files: Files,
  pipelines: readonly Pipeline[],
  { conventions: level, environments, uv }: CheckOptions & { readonly uv: UvWorkspace | undefined },
): Promise<Pipeline[]> {
  const used = level !== 'off' && pipelines.length > 0
  const conventions = used ? await readConventions(files) : defaultConventions
  const diagnosed = await diagnose(files, pipelines, uv)
  return pipelines.map((pipeline, index) => {
    const problems = [
      ...pipeline.problems,
      ...(diagnosed[index] ?? []),
      ...checkConventions(pipeline, level, { conventions, environments }),
    ]
    return { ...pipeline, problems: dropSwitchedOff(problems, [pipeline.prefectFile]) }
  })
}

/** What is found in files of other kinds. Loaded only now: most pushes to a repository change no pipeline. */
async function diagnose(
  files: Files,
  pipelines: readonly Pipeline[],
  uv: UvWorkspace | undefined,
): Promise<Problem[][]> {
  if (pipelines.length === 0 || uv === undefined) return []
  const { diagnosePipelines } = await import('./workspace/diagnoses/diagnose.ts')
  return await diagnosePipelines(files, pipelines, uv)
}

/** The conventions of the repository's file, or those that hold without one. */
async function readConventions(files: Files): Promise<Conventions> {
  const source = await files.read(conventionsPath)
  if (source === undefined) return defaultConventions
  const result = parseConventions(source)
  if ('problems' in result) throw new ActionError(result.problems)
  return result.conventions
}
