import type { Problem } from '../problem.ts'
import type { Files } from '../workspace/files.ts'

/** The lines of files by their paths. */
export type SourceLines = ReadonlyMap<string, readonly string[]>

/** Reads the files that problems are in. Those that are not there have no lines. */
export async function readSourceLines(files: Files, problems: readonly Problem[]): Promise<SourceLines> {
  const paths = new Set(problems.flatMap(({ location }) => location?.path ?? []))
  const read = [...paths].map(async (path) => {
    const source = await files.read(path)
    return [path, source?.split(/\r\n|\n|\r/) ?? []] as const
  })
  return new Map(await Promise.all(read))
}
