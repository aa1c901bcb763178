import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openFiles, type Files } from '../../src/workspace/files.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

/** A folder with files, and reading access to it. */
export interface Checkout extends AsyncDisposable {
  readonly path: string
  readonly files: Files
}

/** Makes a temporary folder with these files, each by its path. A path that ends in `/` is an empty folder. */
export async function aCheckout(contents: Readonly<Record<string, string>>): Promise<Checkout> {
  const folder = await makeTemporaryFolder()
  for (const [name, text] of Object.entries(contents)) {
    if (name.endsWith('/')) await mkdir(join(folder.path, name), { recursive: true })
    else await folder.write(name, text)
  }
  return {
    path: folder.path,
    files: openFiles(folder.path),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}
