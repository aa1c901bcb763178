import { join, posix, relative, resolve, sep } from 'node:path'
import type { Problem } from '../problem.ts'
import type { ProblemDocumentation } from '../problem-codes/documentation.ts'
import { printJson } from '../report/json.ts'
import { printSarif } from '../report/sarif.ts'
import { readSourceLines, type SourceLines } from '../report/source-lines.ts'
import { printProblems, type Paint } from '../report/terminal.ts'
import { openFiles } from '../workspace/files.ts'
import { findPipelines } from '../workspace/find-pipelines.ts'
import type { CheckRequest } from './arguments.ts'
import { checkRepository } from './check-repository.ts'
import { choosePipelines } from './choose-pipelines.ts'
import { UsageError } from './usage-error.ts'

/** What the command has beside its arguments. */
export interface CheckContext {
  /** Relative paths are taken from it, and those that are printed are relative to it. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly version: string
  /** What each code of a problem means. */
  readonly documentation: Readonly<Record<string, ProblemDocumentation>>
  readonly paint: Paint
}

/**
 * Checks pipelines and tells what is wrong.
 * @throws UsageError where the arguments name what is not there.
 */
export async function check(
  request: CheckRequest,
  context: CheckContext,
): Promise<{ output: string; hasErrors: boolean }> {
  const { cwd } = context
  const { pipelinesDir } = request
  const root = resolve(cwd, request.workingDirectory)
  const files = openFiles(root)
  if (!(await files.isFolder(pipelinesDir))) {
    throw new UsageError(
      `There is no folder "${pipelinesDir}" in ${root}: check --working-directory and --pipelines-dir.`,
    )
  }
  const names = await choosePipelines(request.targets, await findPipelines(files, pipelinesDir), {
    pipelinesPath: join(root, pipelinesDir),
    cwd,
  })
  const found = await checkRepository(files, {
    ...request,
    names,
    environments: Object.keys(request.environments),
    env: context.env,
  })
  const problems = found.map(placeFrom(cwd, root))
  const lines = await readSourceLines(openFiles(cwd), problems)
  return {
    output: print(problems, request.format, { ...context, lines, checked: names.length }),
    hasErrors: problems.some(({ severity }) => severity === 'error'),
  }
}

/** Puts a problem's path, which is relative to one folder, relative to another one. */
function placeFrom(cwd: string, root: string): (problem: Problem) => Problem {
  const folder = relative(cwd, root).split(sep).join('/')
  return (problem) => {
    const { location } = problem
    return location
      ? { ...problem, location: { ...location, path: posix.join(folder, location.path) } }
      : problem
  }
}

function print(
  problems: readonly Problem[],
  format: CheckRequest['format'],
  context: CheckContext & { lines: SourceLines; checked: number },
): string {
  switch (format) {
    case 'json':
      return printJson(problems)
    case 'sarif':
      return printSarif(problems, context)
    case 'terminal':
      return printProblems(problems, context)
  }
}
