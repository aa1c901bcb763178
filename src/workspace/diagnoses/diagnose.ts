import type { Problem } from '../../problem.ts'
import type { Files } from '../files.ts'
import type { Pipeline } from '../pipeline.ts'
import type { UvWorkspace } from '../uv-workspace.ts'
import type { Diagnosis } from './diagnosis.ts'
import { findMissingCopies, findUnknownPackages } from './dockerfile-copies.ts'
import { findUnbuildable } from './pkg-resources.ts'
import { readPipelineFacts, readRepositoryFacts } from './read-facts.ts'
import { findMissingModules, findUndeclaredImports } from './shared-code.ts'
import { findSourceProblems } from './workspace-sources.ts'

/** The troubles that are looked for. */
const diagnoses: readonly Diagnosis[] = [
  findSourceProblems,
  findUnbuildable,
  findMissingCopies,
  findUnknownPackages,
  findMissingModules,
  findUndeclaredImports,
]

/**
 * Looks for troubles that are known from repositories of this kind, before a build meets them: an error is certain to
 * fail there, a warning may.
 * @returns for each pipeline what was found.
 */
export async function diagnosePipelines(
  files: Files,
  pipelines: readonly Pipeline[],
  workspace: UvWorkspace,
): Promise<Problem[][]> {
  const repository = await readRepositoryFacts(files, workspace)
  const facts = await Promise.all(pipelines.map((each) => readPipelineFacts(files, each, repository)))
  return facts.map((each) => diagnoses.flatMap((find) => find(each, repository)))
}
