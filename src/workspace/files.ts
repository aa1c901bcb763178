import { readdir, readFile, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'

/** Reading access to the checkout. Paths are relative to the working directory, with forward slashes. */
export interface Files {
  /** The text of a file; undefined where there is no such file. */
  readonly read: (path: string) => Promise<string | undefined>
  readonly isFile: (path: string) => Promise<boolean>
  readonly isFolder: (path: string) => Promise<boolean>
  /** The names of the files in a folder, links among them; none where there is no such folder. */
  readonly fileNames: (path: string) => Promise<string[]>
  /** The names of the folders in a folder, links left out; undefined where there is no such folder. */
  readonly folders: (path: string) => Promise<string[] | undefined>
}

/** Opens the folder `root` for reading. */
export function openFiles(root: string): Files {
  const statOf = async (path: string) => {
    const found = await orUndefined(stat(join(root, path)))
    return { file: found?.isFile() ?? false, folder: found?.isDirectory() ?? false }
  }
  return {
    // A link can lead to a device, whose bytes never end.
    read: async (path) =>
      (await statOf(path)).file ? await orUndefined(readFile(join(root, path), 'utf8')) : undefined,
    isFile: async (path) => (await statOf(path)).file,
    isFolder: async (path) => (await statOf(path)).folder,
    fileNames: async (path) => {
      const entries = await orUndefined(readdir(join(root, path), { withFileTypes: true }))
      return (entries ?? []).filter((entry) => !entry.isDirectory()).map(({ name }) => name)
    },
    folders: async (path) => {
      const entries = await orUndefined(readdir(join(root, path), { withFileTypes: true }))
      return entries?.filter((entry) => entry.isDirectory()).map(({ name }) => name)
    },
  }
}

/** Whether a path, taken from the working directory, stays below it. */
export function staysInside(path: string): boolean {
  const normal = posix.normalize(path)
  return !posix.isAbsolute(normal) && normal !== '..' && !normal.startsWith('../')
}

/** How the system says that nothing is there: also of links in a circle, and of names that no file can have. */
const nothingThere = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE']

/** Nothing there is an answer; any other error is one. */
async function orUndefined<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
    if (typeof code === 'string' && nothingThere.includes(code)) return undefined
    throw error
  }
}
