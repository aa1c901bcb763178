import type { Change } from '../changes/name-status.ts'

/** What a push concerns. */
export interface Affected {
  /** Pipelines with a changed file at any depth below their folder, in alphabetical order. */
  readonly affected: readonly string[]
  /** Pipelines that lost their `prefect.yaml`. */
  readonly removed: readonly string[]
  /** Changed paths that lie in no pipeline: they affect none. */
  readonly elsewhere: readonly string[]
}

/**
 * Sorts changed paths by the pipeline that they lie in. A pipeline that is a git submodule is a changed path itself.
 * @param pipelines the pipelines that exist now.
 */
export function findAffected(
  changes: readonly Change[],
  { pipelinesDir, pipelines }: { pipelinesDir: string; pipelines: readonly string[] },
): Affected {
  const existing = new Set(pipelines)
  const affected = new Set<string>()
  const removed = new Set<string>()
  const elsewhere = new Set<string>()
  for (const { path, status } of changes) {
    const [folder, rest] = splitFolder(path, pipelinesDir)
    if (folder !== undefined && existing.has(folder)) affected.add(folder)
    else if (folder !== undefined && rest === 'prefect.yaml' && status === 'D') removed.add(folder)
    else elsewhere.add(path)
  }
  const inRemoved = (path: string) => removed.has(splitFolder(path, pipelinesDir)[0] ?? '')
  return {
    affected: [...affected].sort(),
    removed: [...removed].sort(),
    elsewhere: [...elsewhere].filter((path) => !inRemoved(path)).sort(),
  }
}

/** The folder of the pipelines directory that a path lies in, and the path within that folder. */
function splitFolder(path: string, pipelinesDir: string): [folder?: string, rest?: string] {
  const prefix = pipelinesDir === '.' ? '' : `${pipelinesDir}/`
  const isAbove = path.startsWith('/')
  if (isAbove || !path.startsWith(prefix)) return []
  const below = path.slice(prefix.length)
  const slash = below.indexOf('/')
  return slash === -1 ? [below, ''] : [below.slice(0, slash), below.slice(slash + 1)]
}
