import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { findClosest } from '../closest.ts'
import { fitsPatterns } from '../trigger/patterns.ts'
import { UsageError } from './usage-error.ts'

/**
 * The pipelines that names, globs and paths stand for. A text that fits no name has to be a path of something that is
 * there; it stands for the pipeline that it lies in, for all pipelines where it holds them, or else for none.
 * As in GitHub's own lists, a name or glob after `!` takes away again what those before it let in.
 * @param names all pipelines.
 * @param pipelinesPath the path of the folder that holds them.
 * @param cwd the folder that paths are taken from.
 * @throws UsageError for what is neither.
 */
export async function choosePipelines(
  targets: readonly string[],
  names: readonly string[],
  { pipelinesPath, cwd }: { pipelinesPath: string; cwd: string },
): Promise<readonly string[]> {
  if (targets.length === 0) return names
  const isPattern = (target: string) => {
    const glob = target.replace(/^!/, '')
    return names.some((name) => fitsPatterns(name, [glob]))
  }
  const folder = await realpath(pipelinesPath)
  const paths = targets.filter((target) => !isPattern(target))
  const places = await Promise.all(paths.map((path) => locate(path, { folder, cwd })))
  const missing = paths.find((_, index) => places[index] === undefined)
  if (missing !== undefined) throw unknown(missing, names)
  if (places.includes('')) return names
  const isExclusion = (target: string) => target.startsWith('!') && isPattern(target)
  const all = targets.every(isExclusion) ? ['*'] : []
  const patterns = [...all, ...targets.filter(isPattern)]
  return names.filter((name) => places.includes(name) || fitsPatterns(name, patterns))
}

/**
 * The name of what holds a path in the pipelines' folder: nothing for that folder and those around it, `..` for other
 * paths; undefined where there is no such path.
 */
async function locate(
  path: string,
  { folder, cwd }: { folder: string; cwd: string },
): Promise<string | undefined> {
  const absolute = resolve(cwd, path)
  try {
    // A link is where it lies, not what it leads to.
    const real = join(await realpath(dirname(absolute)), basename(absolute))
    await lstat(real)
    const isAround = !relative(real, folder).split(sep).includes('..')
    return isAround ? '' : relative(folder, real).split(sep)[0]
  } catch {
    return undefined
  }
}

function unknown(target: string, names: readonly string[]): UsageError {
  const closest = findClosest(target, names)
  const hint = closest === undefined ? '' : ` Is it "${closest}"?`
  return new UsageError(`"${target}" is neither a pipeline nor a path of something that is there.${hint}`)
}
