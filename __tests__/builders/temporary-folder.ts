import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A folder that is gone at the end of the block. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string
  /** Writes a file, with folders as needed; gives its path. */
  readonly write: (name: string, content: string, mode?: number) => Promise<string>
  readonly read: (name: string) => Promise<string>
}

/** Makes an empty temporary folder. */
export async function makeTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'unit-test-')))
  return {
    path,
    write: async (name, content, mode = 0o644) => {
      const file = join(path, name)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content)
      await chmod(file, mode)
      return file
    },
    read: (name) => readFile(join(path, name), 'utf8'),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}
