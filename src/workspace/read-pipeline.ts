import { posix } from 'node:path'
import { failure, type Problem } from '../problem.ts'
import { staysInside, type Files } from './files.ts'
import type { Deployment, Pipeline } from './pipeline.ts'
import { parsePrefectFile } from './prefect-file.ts'
import { readPackageName, type UvWorkspace } from './uv-workspace.ts'

/** Names that can stand in tags, paths, cache scopes and log lines without being anything else there. */
const safeName = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/

/**
 * Reads and checks one pipeline. What is wrong with it is in its `problems`.
 * @param name its folder's name in `pipelinesDir`.
 * @param uv the uv workspace; undefined where the repository has no uv.lock.
 */
export async function readPipeline(
  files: Files,
  name: string,
  { pipelinesDir, uv }: { pipelinesDir: string; uv: UvWorkspace | undefined },
): Promise<Pipeline> {
  const folder = posix.join(pipelinesDir, name)
  const path = `${folder}/prefect.yaml`
  if (!safeName.test(name)) return misnamed(name, folder, path)
  const source = await files.read(path)
  if (source === undefined) {
    throw failure('prefect-file-missing', `${folder} has no prefect.yaml.`, {
      hint: 'Add the file, or remove the folder.',
    })
  }
  const { deployments, problems } = parsePrefectFile(path, source)
  const fileNames = await files.fileNames(folder)
  const python = uv ? await readPackageName(files, folder, uv) : undefined
  return {
    name,
    folder,
    prefectFile: { path, source },
    packageName: python && 'name' in python ? python.name : undefined,
    fileNames,
    deployments,
    problems: [
      ...problems,
      ...(python && 'problem' in python ? [python.problem] : []),
      ...(await findMissingFlows(files, deployments)),
    ],
  }
}

/** A pipeline of which nothing is read. */
function misnamed(name: string, folder: string, path: string): Pipeline {
  const problem: Problem = {
    code: 'pipeline-name-invalid',
    severity: 'error',
    message: `The folder name ${JSON.stringify(name)} can't be used in tags and paths.`,
    hint: 'Use letters, digits, "_", "-" and "." only, and a letter or a digit to begin with.',
    location: { path, line: 1 },
  }
  return {
    name,
    folder,
    prefectFile: { path, source: '' },
    packageName: undefined,
    fileNames: [],
    deployments: [],
    problems: [problem],
  }
}

/** Entrypoints whose file isn't there, or doesn't mention the function: Prefect would only find out after the build. */
async function findMissingFlows(files: Files, deployments: readonly Deployment[]): Promise<Problem[]> {
  const checks = deployments.map(async ({ entrypoint, entry, entrypointLocation }): Promise<Problem[]> => {
    const [file = '', flow = ''] = splitEntrypoint(entrypoint)
    // Without a file name it is a module's, such as package.module:flow; Python knows where that is.
    if (!file.endsWith('.py') || entrypoint.includes('{{')) return []
    const source = staysInside(file) ? await files.read(file) : undefined
    const message =
      source === undefined
        ? `The entrypoint's file "${file}" doesn't exist.`
        : mentions(source, flow)
          ? undefined
          : `The entrypoint's file "${file}" has no function "${flow}".`
    if (message === undefined) return []
    const hint = `Correct the entrypoint of "${String(entry['name'])}": the path is taken from the folder that Prefect runs in, not from the pipeline's folder.`
    return [{ code: 'entrypoint-missing', severity: 'error', message, hint, location: entrypointLocation }]
  })
  return (await Promise.all(checks)).flat()
}

function splitEntrypoint(entrypoint: string): string[] {
  const colon = entrypoint.lastIndexOf(':')
  return [entrypoint.slice(0, colon), entrypoint.slice(colon + 1)]
}

/** Without running Python: a name that the text never has can't be in the module, unless a star import brings it. */
function mentions(source: string, flow: string): boolean {
  const [name = ''] = flow.split('.')
  const hasName = source.match(/[\p{L}\p{M}\p{N}_]+/gu)?.includes(name) ?? false
  return hasName || /^\s*from\s+\S+\s+import\s+\*/m.test(source)
}
