import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'

/** A folder for the PATH that has these programs of the machine's and no others. */
export async function onlyThese(...names: readonly string[]) {
  const path = await mkdtemp(join(tmpdir(), 'programs-'))
  for (const name of [...names, 'sh', 'env']) {
    const { stdout } = await execa('sh', ['-c', `command -v ${name}`])
    await symlink(stdout.trim(), join(path, name))
  }
  return {
    path,
    write: async (name: string, script: string) => {
      await writeFile(join(path, name), `#!/bin/sh\n${script}\n`)
      await chmod(join(path, name), 0o755)
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}
