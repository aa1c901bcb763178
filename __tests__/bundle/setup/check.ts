import { join } from 'node:path'
import { execa } from 'execa'
import { root } from '../../builders/action.ts'
import { aCheckout } from '../../builders/checkout.ts'
import { scriptedPrograms } from '../../builders/scripted-programs.ts'

/** What the command printed and how it ended. */
export interface CheckResult {
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
  /** Programs that it started. */
  readonly started: readonly string[]
}

/** Runs the bundled command as a user does in a folder. */
export async function runCheck(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CheckResult> {
  await using programs = await scriptedPrograms('git', 'docker', 'uv', 'python3', 'python', 'prefect')
  const { exitCode, stdout, stderr } = await execa(join(root, 'dist/check.mjs'), args, {
    cwd,
    env: { PATH: programs.path, ...env },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
  })
  return { exitCode, stdout, stderr, started: await programs.started() }
}

/** Runs it in a repository with these files. */
export async function checkFiles(
  files: Readonly<Record<string, string>>,
  args: readonly string[] = ['check'],
  env: Readonly<Record<string, string>> = {},
): Promise<CheckResult> {
  await using checkout = await aCheckout(files)
  return await runCheck(checkout.path, args, env)
}
