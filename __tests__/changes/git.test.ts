import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, jest, test } from '@jest/globals'
import { openGit } from '../../src/changes/git.ts'
import type { Change } from '../../src/changes/name-status.ts'
import { makeRepository, type Repository } from '../../testbed/monorepo.ts'
import { gitEnvironment, gitIn } from '../builders/git.ts'
import { answering, startHttpServer } from '../builders/http-server.ts'
import { callsIn, impatient, withProgram } from '../builders/programs.ts'
import { makeTemporaryFolder } from '../builders/temporary-folder.ts'
import { problemOf } from '../builders/thrown.ts'

// Processes take their time on a busy machine.
jest.setTimeout(30_000)

const absent = 'b'.repeat(40)
const oddNames = [
  'with space.py',
  ' lead and trail ',
  'double"quote',
  "single'quote",
  'new\nline',
  'tab\tstop',
  'back\\slash',
  'serviço/relatório.py',
  '日本/🚦.py',
  '-rf',
  '--help/--help',
  ':(glob)*',
  '$(touch x)',
  '::error::x',
]

/** Files with content of their own, so that git takes none for another one renamed. */
function filesAt(paths: readonly string[], version = ''): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, `${path}\n`.repeat(20) + version]))
}

/** The differences that the action sees between two commits of a repository. */
async function diff(repository: Repository, base: string, head: string, folder = '') {
  return await (await gitIn(join(repository.path, folder))).diff(base, head)
}

describe(openGit.name, () => {
  test.each(['', 'sub/folder'])('what is no checkout is refused: %j', async (sub) => {
    await using folder = await makeTemporaryFolder()
    await mkdir(join(folder.path, sub), { recursive: true })
    const problem = await problemOf(() => gitIn(join(folder.path, sub)))
    expect(problem.code).toBe('not-a-git-checkout')
    expect(problem.message).toContain(join(folder.path, sub))
    expect(problem.hint).toContain('actions/checkout')
  })

  test('a checkout of another user is opened: container jobs have such', async () => {
    await using repository = await makeRepository()
    const commit = await repository.commit('first', { a: '' })
    const env = gitEnvironment({ GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' })
    const refused = await execa('git', ['rev-parse', 'HEAD'], { cwd: repository.path, env, reject: false })
    expect(refused.stderr).toContain('dubious ownership')
    expect(await (await gitIn(repository.path, { env })).headCommit()).toBe(commit)
  })

  test('knows its commits', async () => {
    await using repository = await makeRepository()
    const commit = await repository.commit('first', { a: '' })
    const git = await gitIn(repository.path)
    expect(await git.headCommit()).toBe(commit)
    expect(await git.hasCommit(commit)).toBe(true)
    expect(await git.hasCommit(absent)).toBe(false)
    expect(await git.hasCommit(await repository.git('rev-parse', 'HEAD^{tree}'))).toBe(false)
  })

  test('a repository without a commit: what git says', async () => {
    await using repository = await makeRepository()
    const problem = await problemOf(async () => (await gitIn(repository.path)).headCommit())
    expect(problem.code).toBe('git-failed')
    expect(problem.message).toContain('git rev-parse failed with exit code 128')
  })
})

describe(`${openGit.name}: diff`, () => {
  test('odd paths come as they are, whether new, changed or removed', async () => {
    await using repository = await makeRepository()
    const empty = await (await gitIn(repository.path)).emptyTree()
    const first = await repository.commit('first', filesAt(oddNames))
    const second = await repository.commit('second', filesAt(oddNames, 'changed'))
    const gone = Object.fromEntries(oddNames.map((name) => [name, undefined]))
    const third = await repository.commit('third', gone)
    const all = (status: string) => [...oddNames].sort().map((path) => ({ status, path }))
    const sorted = async (base: string, head: string) =>
      (await diff(repository, base, head)).sort((one, other) => (one.path < other.path ? -1 : 1))
    expect(await sorted(empty, first)).toEqual(all('A'))
    expect(await sorted(first, second)).toEqual(all('M'))
    expect(await sorted(second, third)).toEqual(all('D'))
  })

  test('a rename is a deletion and an addition, even with odd names', async () => {
    await using repository = await makeRepository()
    const text = filesAt(['a'])['a'] ?? ''
    const first = await repository.commit('first', { 'p/old "name"\t.py': text })
    const second = await repository.commit('second', {
      'p/old "name"\t.py': undefined,
      'q/-new\nname.py': `${text}more\n`,
    })
    expect(await diff(repository, first, second)).toEqual([
      { status: 'D', path: 'p/old "name"\t.py' },
      { status: 'A', path: 'q/-new\nname.py' },
    ])
  })

  test('a link in the place of a file, and a mode alone, are changes', async () => {
    await using repository = await makeRepository()
    const first = await repository.commit('first', { a: 'a', b: 'b' })
    await execa('sh', ['-c', 'ln -sf b a && chmod +x b'], { cwd: repository.path })
    const second = await repository.commit('second', {})
    expect(await diff(repository, first, second)).toEqual([
      { status: 'T', path: 'a' },
      { status: 'M', path: 'b' },
    ])
  })

  test('a commit with itself: nothing', async () => {
    await using repository = await makeRepository()
    const first = await repository.commit('first', { a: '' })
    expect(await diff(repository, first, first)).toEqual([])
  })

  test('in a folder of the repository, paths are relative to it, and others keep a slash before them', async () => {
    await using repository = await makeRepository()
    const first = await repository.commit('first', {
      ...filesAt(['çity/of gold/a', 'çity/of goldfish/b']),
      'çity/of gold/keep': '',
    })
    const second = await repository.commit('second', {
      'çity/of gold/a': undefined,
      'out/a': filesAt(['çity/of gold/a'])['çity/of gold/a'],
      'çity/of gold/in/n': 'n',
      'çity/of goldfish/b': 'b',
    })
    const changes = await diff(repository, first, second, 'çity/of gold')
    expect(changes).toContainEqual({ status: 'A', path: 'in/n' })
    expect(changes).toContainEqual({ status: 'M', path: '/çity/of goldfish/b' })
    expect(changes).toContainEqual({ status: 'D', path: 'a' })
    expect(changes).toContainEqual({ status: 'A', path: '/out/a' })
    expect(changes).toHaveLength(4)
  })

  test('a sparse checkout lacks committed files', async () => {
    await using repository = await makeRepository()
    await repository.commit('first', { 'a/x': 'x', 'b/new\nline': 'y' })
    const git = await gitIn(repository.path)
    expect(await git.notCheckedOut()).toEqual([])
    await repository.git('sparse-checkout', 'set', 'a')
    expect(await git.notCheckedOut()).toEqual(['b/new\nline'])
  })

  test('a submodule that is not checked out', async () => {
    await using other = await makeRepository()
    await other.commit('first', { x: 'x' })
    await other.push('master')
    await using repository = await makeRepository()
    await repository.git(
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      other.remote,
      'p/a b',
    )
    await repository.commit('first', {})
    await repository.push('master')
    expect(await (await gitIn(repository.path)).notCheckedOut()).toEqual([])
    const clone = await repository.shallowClone('master')
    expect(await (await gitIn(clone)).notCheckedOut()).toEqual(['p/a b'])
  })

  test('what is not committed is no change', async () => {
    await using repository = await makeRepository()
    const first = await repository.commit('first', { a: 'a' })
    const second = await repository.commit('second', { b: 'b' })
    await execa('sh', ['-c', 'echo x > a; echo x > c; git add c'], { cwd: repository.path })
    expect(await diff(repository, first, second)).toEqual([{ status: 'A', path: 'b' }])
  })

  test.each([absent, '--output=x', 'no-such'])('%s is no commit: an error, not nothing', async (base) => {
    await using repository = await makeRepository()
    const head = await repository.commit('first', { a: '' })
    const problem = await problemOf(() => diff(repository, base, head))
    expect(problem.code).toBe('git-failed')
    expect(problem.message).toContain(base)
  })
})

/** Settings that change what `git diff` shows to people. */
const settings = [
  'diff.renames=false',
  'diff.renames=copies',
  'core.quotePath=true',
  'diff.noprefix=true',
  'diff.mnemonicPrefix=true',
  'diff.external=false',
  'diff.relative=true',
  'diff.ignoreSubmodules=all',
  'diff.submodule=log',
  'color.ui=always',
  'color.diff=always',
  'core.pager=false',
  'alias.diff=log',
]

test("the user's configuration of git changes no result", async () => {
  await using repository = await makeRepository()
  const first = await repository.commit('first', filesAt(['p/relatório.py', 'q/a b', 'sub/x']))
  await repository.git('update-index', '--add', '--cacheinfo', `160000,${first},module`)
  await repository.commit('second', {
    'p/relatório.py': undefined,
    'q/relatório.py': filesAt(['p/relatório.py'])['p/relatório.py'],
    'q/a b': 'changed',
    'module/x': '',
  })
  const diffWith = async (setting: string) => {
    const [key = '', value = ''] = setting.split('=')
    const env = gitEnvironment({ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: key, GIT_CONFIG_VALUE_0: value })
    const changes = await (await gitIn(join(repository.path, 'sub'), { env })).diff(first, 'HEAD')
    return [setting, changes] as const
  }
  const expected = [
    { status: 'A', path: '/module' },
    { status: 'D', path: '/p/relatório.py' },
    { status: 'M', path: '/q/a b' },
    { status: 'A', path: '/q/relatório.py' },
  ]
  const seen: (readonly [string, Change[]])[] = []
  for (const setting of settings) seen.push(await diffWith(setting))
  expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(settings.map((setting) => [setting, expected])))
})

describe(`${openGit.name}: fetching`, () => {
  test('a commit that a shallow clone lacks', async () => {
    await using repository = await makeRepository()
    const first = await repository.commit('first', { a: '1' })
    await repository.commit('second', { a: '2' })
    await repository.push('master')
    const git = await gitIn(await repository.shallowClone('master'))
    expect(await git.hasCommit(first)).toBe(false)
    expect(await git.fetchCommit(first)).toMatchObject({ found: true, gone: false })
    expect(await git.hasCommit(first)).toBe(true)
  })

  test('a commit that the server has not is gone', async () => {
    await using repository = await makeRepository()
    await repository.commit('first', { a: '1' })
    await repository.push('master')
    const answer = await (await gitIn(repository.path)).fetchCommit(absent)
    expect(answer).toMatchObject({ found: false, gone: true })
    expect(answer.message).toContain(absent)
  })

  test('a server that is not there does not mean that the commit is gone', async () => {
    await using repository = await makeRepository()
    await repository.commit('first', { a: '1' })
    await repository.git('remote', 'set-url', 'origin', `${repository.remote}-none`)
    const git = await gitIn(repository.path)
    expect(await git.fetchCommit(absent)).toMatchObject({ found: false, gone: false })
    expect(await problemOf(() => git.mergeBase('master'))).toMatchObject({ code: 'commit-unavailable' })
  })

  test.each([503, 429])('HTTP %d is tried again', async (status) => {
    await using repository = await makeRepository()
    await repository.commit('first', { a: '1' })
    await using server = await startHttpServer(answering(status))
    await repository.git('remote', 'set-url', 'origin', `${server.url}/r.git`)
    const answer = await (await gitIn(repository.path)).fetchCommit(absent)
    expect(answer).toMatchObject({ found: false, gone: false })
    expect(answer.message).toContain(`error: ${status}`)
    expect(server.asked).toHaveLength(1 + impatient.retries)
  })

  test('HTTP 403 is not, and nobody is asked for a password', async () => {
    await using repository = await makeRepository()
    await repository.commit('first', { a: '1' })
    await using server = await startHttpServer(
      answering(403),
      answering(401, '', { 'www-authenticate': 'Basic' }),
    )
    await repository.git('remote', 'set-url', 'origin', `${server.url}/r.git`)
    const git = await gitIn(repository.path)
    expect(await git.fetchCommit(absent)).toMatchObject({ found: false, gone: false })
    expect(server.asked).toHaveLength(1)
    expect((await git.fetchCommit(absent)).message).toContain('terminal prompts disabled')
  })
})

describe(`${openGit.name}: the token`, () => {
  const basic = `basic ${Buffer.from('x-access-token:my-token').toString('base64')}`

  test('goes to its server alone, in place of what actions/checkout left', async () => {
    await using repository = await makeRepository()
    await repository.commit('first', { a: '1' })
    await using server = await startHttpServer(answering(404))
    await repository.git('remote', 'set-url', 'origin', `${server.url}/r.git`)
    await repository.git('config', `http.${server.url}/.extraheader`, 'AUTHORIZATION: basic old')
    const fetch = async (serverUrl: string) =>
      await (await gitIn(repository.path, { token: 'my-token', serverUrl })).fetchCommit(absent)
    await fetch(server.url)
    await fetch('https://github.com')
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual([basic, 'basic old'])
  })

  test("leaves the user's own configuration by environment in force", async () => {
    await using repository = await makeRepository()
    await repository.commit('first', { a: '1' })
    await using server = await startHttpServer(answering(404))
    await repository.git('remote', 'set-url', 'origin', 'mine:r.git')
    const env = gitEnvironment({
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${server.url}/.insteadOf`,
      GIT_CONFIG_VALUE_0: 'mine:',
    })
    await (
      await gitIn(repository.path, { env, token: 'my-token', serverUrl: server.url })
    ).fetchCommit(absent)
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual([basic])
  })

  test('is in no argument, and in no file of the checkout', async () => {
    await using folder = await makeTemporaryFolder()
    const env = await withProgram(folder, 'git', 'true')
    await (await gitIn(folder.path, { env, token: 'my-token' })).fetchCommit(absent)
    const [, fetch = ''] = await callsIn(folder)
    expect(fetch).toMatch(/ fetch .*origin b{40}$/)
    expect(fetch).not.toMatch(/my-token|authorization|basic/i)
    expect(fetch).not.toContain(basic.slice('basic '.length))
  })
})
