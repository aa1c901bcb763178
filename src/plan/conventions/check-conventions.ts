import type { Problem } from '../../problem.ts'
import type { Pipeline } from '../../workspace/pipeline.ts'
import { command } from './command.ts'
import type { ConventionContext, ConventionLevel, ConventionRule } from './conventions.ts'
import { deploymentName } from './deployment-name.ts'
import { files } from './files.ts'
import { folderName } from './folder-name.ts'
import { imageTag } from './image-tag.ts'
import { productionSecret, secretName } from './secret-name.ts'
import { workPool } from './work-pool.ts'

const rules: readonly ConventionRule[] = [
  ...[folderName, files, deploymentName],
  ...[productionSecret, secretName, workPool, imageTag, command],
]

/** Holds a pipeline against all conventions, at the level that the user asks for. */
export function checkConventions(
  pipeline: Pipeline,
  level: ConventionLevel,
  context: ConventionContext,
): Problem[] {
  // Of a folder whose name can't be used nothing is read.
  const isUnread = pipeline.problems.some(({ code }) => code === 'pipeline-name-invalid')
  if (level === 'off' || isUnread) return []
  const problems = rules.flatMap((rule) => rule(pipeline, context))
  return level === 'error' ? problems.map((problem) => ({ ...problem, severity: 'error' })) : problems
}
