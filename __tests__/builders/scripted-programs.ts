import { makeTemporaryFolder } from './temporary-folder.ts'

/** Programs that do nothing but write down that they were started. */
export interface ScriptedPrograms extends AsyncDisposable {
  /** A PATH on which they come first. */
  readonly path: string
  /** One line for each start: the program's name and its arguments. */
  readonly started: () => Promise<string[]>
}

/** Makes programs with these names. */
export async function scriptedPrograms(...names: string[]): Promise<ScriptedPrograms> {
  const folder = await makeTemporaryFolder()
  const record = await folder.write('started', '')
  for (const name of names) {
    await folder.write(`bin/${name}`, `#!/bin/sh\necho "${name} $*" >> '${record}'\n`, 0o755)
  }
  return {
    path: `${folder.path}/bin:${process.env['PATH'] ?? ''}`,
    started: async () => (await folder.read('started')).split('\n').filter((line) => line !== ''),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}
