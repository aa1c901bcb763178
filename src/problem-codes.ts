import { conventionProblems } from './problem-codes/conventions.ts'
import { diagnosedProblems } from './problem-codes/diagnoses.ts'
import { imageProblems } from './problem-codes/images.ts'
import { pipelineFileProblems } from './problem-codes/pipeline-files.ts'
import { prefectProblems } from './problem-codes/prefect.ts'
import { runProblems } from './problem-codes/run.ts'

/** All kinds of problems in the order of `docs/problems.md`, which `npm run docs` makes of them. */
export const problemGroups = {
  'The workflow and its run': runProblems,
  "A pipeline's files": pipelineFileProblems,
  Conventions: conventionProblems,
  'uv, Dockerfiles and shared code': diagnosedProblems,
  'Images and the registry': imageProblems,
  'Scripts, Python and Prefect': prefectProblems,
} as const

/** Every code that a problem can have. Only the documentation needs the texts: the action imports just the type. */
export const problemCodes = {
  ...runProblems,
  ...pipelineFileProblems,
  ...conventionProblems,
  ...diagnosedProblems,
  ...imageProblems,
  ...prefectProblems,
} as const

export type ProblemCode = keyof typeof problemCodes
