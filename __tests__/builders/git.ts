import { openGit, type Git, type GitOptions } from '../../src/changes/git.ts'
import { impatient, testEnvironment } from './programs.ts'

/** Opens a checkout as the action does, without configuration of the person who runs the tests. */
export async function gitIn(cwd: string, more: Partial<GitOptions> = {}): Promise<Git> {
  return await openGit({
    cwd,
    env: gitEnvironment(),
    retry: impatient,
    token: undefined,
    serverUrl: 'https://github.com',
    ...more,
  })
}

/** An environment in which git knows no user. */
export function gitEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return testEnvironment({ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', ...more })
}
