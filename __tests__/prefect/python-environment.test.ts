import { mkdir, symlink } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import {
  checkLock,
  findPythonOfPrefect,
  syncEnvironment,
  type UvOptions,
} from '../../src/prefect/python-environment.ts'
import { impatient, testEnvironment } from '../builders/programs.ts'
import { makeTemporaryFolder } from '../builders/temporary-folder.ts'
import { lines } from '../builders/text.ts'
import { problemOf } from '../builders/thrown.ts'

/** A `uv` that is a shell script: `calls` are its arguments, `shown` what the log gets to see. */
async function withUv(...script: readonly string[]) {
  const folder = await makeTemporaryFolder()
  await folder.write('bin/uv', lines('#!/bin/sh', `echo "$@" >> ${folder.path}/calls`, ...script), 0o755)
  const shown: string[] = []
  const options: UvOptions = {
    cwd: folder.path,
    env: testEnvironment({ PATH: `${join(folder.path, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` }),
    retry: impatient,
    signal: new AbortController().signal,
    onOutput: (line) => shown.push(line),
  }
  return {
    ...{ folder, options, shown },
    calls: async () => (await folder.read('calls')).trimEnd().split('\n'),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

/** Lines that fail like a package index with too much to do, until the call with a number. */
const busyUntil = (call: number) => [
  `if [ "$(wc -l < calls)" -lt ${call} ]; then`,
  '  echo "error: Failed to fetch: HTTP status: 503 Service Unavailable" >&2; exit 2',
  'fi',
]

describe(checkLock.name, () => {
  test('asks uv, and changes nothing', async () => {
    await using uv = await withUv('echo "Resolved 3 packages in 1ms" >&2')
    await checkLock(uv.options)
    expect(await uv.calls()).toEqual(['--no-progress --color never lock --check'])
    expect(uv.shown).toEqual(['uv | Resolved 3 packages in 1ms'])
  })

  test.each([
    'error: The lockfile at `uv.lock` needs to be updated, but `--check` was provided. To update the lockfile, run `uv lock`.',
    'The lockfile at `uv.lock` is outdated',
  ])('an old lock file is an error of its own: %s', async (message) => {
    await using uv = await withUv(`printf '%s\\n' '${message}' >&2`, 'exit 1')
    const problem = await problemOf(() => checkLock(uv.options))
    expect(problem).toMatchObject({
      code: 'uv-lock-outdated',
      severity: 'error',
      hint: 'Run "uv lock" in the repository and commit uv.lock.',
      location: { path: 'uv.lock', line: 1 },
    })
    expect(problem.message).toContain(message)
    expect(await uv.calls()).toHaveLength(1)
  })

  test('anything else that uv says is quoted', async () => {
    await using uv = await withUv('echo "error: Failed to parse pyproject.toml" >&2', 'exit 2')
    const problem = await problemOf(() => checkLock(uv.options))
    expect(problem).toMatchObject({ code: 'uv-failed', severity: 'error' })
    expect(problem.message).toBe(
      'uv lock --check failed with exit code 2. error: Failed to parse pyproject.toml',
    )
  })
})

describe(syncEnvironment.name, () => {
  const request = { folder: '/somewhere/venv', packages: ['rj-a', 'rj-b'] }

  test('makes one environment for all packages, apart from that of the checkout', async () => {
    await using uv = await withUv('echo "into $UV_PROJECT_ENVIRONMENT" >&2')
    expect(await syncEnvironment(uv.options, request)).toBe('/somewhere/venv/bin/python')
    expect(await uv.calls()).toEqual([
      '--no-progress --color never sync --frozen --no-dev --package rj-a --package rj-b',
    ])
    expect(uv.shown).toEqual(['uv | into /somewhere/venv'])
  })

  test('shows what uv says but the list of packages', async () => {
    await using uv = await withUv(
      `printf '%s\\n' 'Installed 2 packages' ' + prefect==3.4.9' ' - old==1' ' ~ rj-a' '' 'warning: x' >&2`,
      'echo not shown',
    )
    await syncEnvironment(uv.options, request)
    expect(uv.shown).toEqual(['uv | Installed 2 packages', 'uv | warning: x'])
  })

  test('tries again where it may pass', async () => {
    await using uv = await withUv(...busyUntil(3))
    await syncEnvironment(uv.options, request)
    expect(await uv.calls()).toHaveLength(3)
  })

  test('gives up after so many tries, and quotes uv', async () => {
    await using uv = await withUv(...busyUntil(99))
    const problem = await problemOf(() => syncEnvironment(uv.options, request))
    expect(await uv.calls()).toHaveLength(1 + impatient.retries)
    expect(problem.code).toBe('uv-failed')
    expect(problem.message).toContain('failed with exit code 2. error: Failed to fetch: HTTP status: 503')
  })

  test('does not try again where it will not pass', async () => {
    await using uv = await withUv('echo "error: Package \\`rj-a\\` not found" >&2', 'exit 2')
    const problem = await problemOf(() => syncEnvironment(uv.options, request))
    expect(problem).toMatchObject({ code: 'uv-failed' })
    expect(problem.message).toBe('uv sync failed with exit code 2. error: Package `rj-a` not found')
    expect(await uv.calls()).toHaveLength(1)
  })

  test('says how to get uv where there is none', async () => {
    await using uv = await withUv()
    const options = { ...uv.options, env: { PATH: uv.folder.path } }
    expect(await problemOf(() => syncEnvironment(options, request))).toMatchObject({
      code: 'command-missing',
      message: 'The program "uv" is not installed on this runner.',
      hint: 'Add a step that uses astral-sh/setup-uv before this action.',
    })
  })

  test('aborting stops uv', async () => {
    await using uv = await withUv('sleep 30')
    const stop = new AbortController()
    const from = Date.now()
    const running = syncEnvironment({ ...uv.options, signal: stop.signal }, request)
    setTimeout(() => {
      stop.abort(new Error('cancelled'))
    }, 50)
    await expect(running).rejects.toThrow('cancelled')
    expect(Date.now() - from).toBeLessThan(2000)
  })
})

describe(findPythonOfPrefect.name, () => {
  /** A folder with these programs, and what is found in folders of it, given as a PATH. */
  async function withPrograms(...programs: readonly string[]) {
    const folder = await makeTemporaryFolder()
    for (const name of programs) await folder.write(name, '#!/bin/sh\n', 0o755)
    const inside = (name: string) => join(folder.path, name)
    return {
      ...{ folder, inside },
      link: async (from: string, to: string) => {
        await mkdir(join(inside(from), '..'), { recursive: true })
        await symlink(to, inside(from))
      },
      find: (...path: readonly string[]) => findPythonOfPrefect({ PATH: path.map(inside).join(delimiter) }),
      [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    }
  }

  test.each([
    ['python', ['venv/bin/prefect', 'venv/bin/python', 'venv/bin/python3'], 'venv/bin/python'],
    ['python3 where there is no python', ['venv/bin/prefect', 'venv/bin/python3'], 'venv/bin/python3'],
  ])('gives the %s beside prefect', async (_, programs, expected) => {
    await using machine = await withPrograms(...programs, 'usr/bin/python')
    expect(await machine.find('usr/bin', 'venv/bin')).toBe(machine.inside(expected))
  })

  test('the first prefect on the PATH counts', async () => {
    await using machine = await withPrograms('a/prefect', 'a/python', 'b/prefect', 'b/python')
    expect(await machine.find('nowhere', 'b', 'a')).toBe(machine.inside('b/python'))
  })

  test('follows links of prefect, as pipx makes them, but not those of python, which lead out of the environment', async () => {
    await using machine = await withPrograms(
      'pipx/venv/bin/prefect',
      'usr/bin/python3.11',
      'local/bin/python',
    )
    await machine.link('pipx/venv/bin/python', '../../../usr/bin/python3.11')
    await machine.link('second/prefect', '../pipx/venv/bin/prefect')
    await machine.link('local/bin/prefect', machine.inside('second/prefect'))
    expect(await machine.find('local/bin')).toBe(machine.inside('pipx/venv/bin/python'))
  })

  test('passes by what can not be run', async () => {
    await using machine = await withPrograms('b/prefect', 'b/python')
    await machine.folder.write('a/prefect', 'text', 0o644)
    await machine.folder.write('a/python', 'text', 0o755)
    await machine.link('broken/prefect', 'nowhere')
    expect(await machine.find('broken', 'a', 'b')).toBe(machine.inside('b/python'))
  })

  test('passes by a prefect without a python', async () => {
    await using machine = await withPrograms('a/prefect', 'b/prefect', 'b/python')
    expect(await machine.find('a', 'b')).toBe(machine.inside('b/python'))
  })

  test.each([{ PATH: '/nowhere' }, { PATH: '' }, {}])(
    'says what to do where there is none: %j',
    async (env) => {
      const problem = await problemOf(() => findPythonOfPrefect(env))
      expect(problem).toMatchObject({ code: 'command-missing', severity: 'error' })
      expect(problem.hint).toContain('install Prefect in a step before this action')
    },
  )
})
