import { checkPipelines, type CheckOptions } from './check-pipelines.ts'
import { makePlan, type PlanRequest } from './plan/make-plan.ts'
import type { Plan } from './plan/plan.ts'
import { findMissingBuildFiles } from './workspace/build-files.ts'
import type { Files } from './workspace/files.ts'
import type { Pipeline } from './workspace/pipeline.ts'
import { readPipeline } from './workspace/read-pipeline.ts'
import { readUvWorkspace } from './workspace/uv-workspace.ts'

/**
 * Reads pipelines by their names, and checks them. What is wrong with each is in its `problems`.
 * @throws ActionError for mistakes in files that all pipelines have in common.
 */
export async function readCheckedPipelines(
  files: Files,
  names: readonly string[],
  { pipelinesDir, ...options }: CheckOptions & { readonly pipelinesDir: string },
): Promise<Pipeline[]> {
  if (names.length === 0) return []
  const uv = await readUvWorkspace(files)
  const pipelines = await Promise.all(names.map((name) => readPipeline(files, name, { pipelinesDir, uv })))
  return await checkPipelines(files, pipelines, { ...options, uv })
}

/** Makes a plan, and looks for the files that its builds need: those that are missing are among its problems. */
export async function makeCheckedPlan(files: Files, request: PlanRequest): Promise<Plan> {
  const plan = makePlan(request)
  return { ...plan, problems: [...plan.problems, ...(await findMissingBuildFiles(files, plan.images))] }
}
