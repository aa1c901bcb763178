import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openFiles, type Files } from '../../src/workspace/files.ts'

/** A folder with files, and reading access to it. */
export interface Checkout extends AsyncDisposable {
  readonly path: string
  readonly files: Files
}

/** Makes a temporary folder with these files, each by its path. A path that ends in `/` is an empty folder. */
export async function aCheckout(contents: Readonly<Record<string, string>>): Promise<Checkout> {
  const path = await mkdtemp(join(tmpdir(), 'checkout-'))
  for (const [name, text] of Object.entries(contents)) {
    const target = join(path, name)
    if (name.endsWith('/')) await mkdir(target, { recursive: true })
    else {
      await mkdir(dirname(target), { recursive: true })
      await writeFile(target, text)
    }
  }
  return {
    path,
    files: openFiles(path),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}
