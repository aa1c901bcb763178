import { dirname } from 'node:path'
import type { RetryPolicy } from '../../src/process/retry.ts'
import type { TemporaryFolder } from './temporary-folder.ts'

/** Tries again at once, so that tests don't wait. */
export const impatient: RetryPolicy = { retries: 2, firstDelayMs: 1 }

/** The environment of tests as programs get it. */
export function testEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...more }
}

/**
 * Puts a shell script in a program's place: the environment in which `name` is that script.
 * Before the script, the program notes its arguments in the file `calls` of the folder, a line for each call.
 */
export async function withProgram(
  folder: TemporaryFolder,
  name: string,
  script: string,
): Promise<Record<string, string>> {
  const program = `#!/bin/sh\necho "$*" >> '${folder.path}/calls'\n${script}\n`
  const path = await folder.write(`bin/${name}`, program, 0o755)
  return testEnvironment({ PATH: `${dirname(path)}:${process.env['PATH'] ?? ''}` })
}

/** How the program of `withProgram` was called. */
export async function callsIn(folder: TemporaryFolder): Promise<string[]> {
  return (await folder.read('calls')).split('\n').slice(0, -1)
}
