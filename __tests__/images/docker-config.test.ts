import { mkdir, readdir, readFile, readlink, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { makeDockerConfig } from '../../src/images/docker-config.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../builders/temporary-folder.ts'
import { problemOf } from '../builders/thrown.ts'

/** Makes the configuration for a login to `registry` beside one in which the user has `config`. */
async function make(folder: TemporaryFolder, config: unknown, registry: string | undefined = 'ghcr.io') {
  if (config !== undefined) await folder.write('user/config.json', JSON.stringify(config))
  return await makeDockerConfig({
    userFolder: join(folder.path, 'user'),
    parent: join(folder.path, 'parent/of it'),
    registry,
  })
}

async function read(config: string): Promise<unknown> {
  return JSON.parse(await readFile(join(config, 'config.json'), 'utf8'))
}

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8)
}

describe(makeDockerConfig.name, () => {
  test('nobody else can read it, and every run has its own', async () => {
    await using folder = await makeTemporaryFolder()
    const one = await make(folder, undefined)
    const two = await make(folder, undefined)
    expect(one).not.toBe(two)
    expect(await modeOf(one)).toBe('700')
    expect(await modeOf(join(one, 'config.json'))).toBe('600')
  })

  test('without a configuration of the user it is an empty one', async () => {
    await using folder = await makeTemporaryFolder()
    const config = await make(folder, undefined)
    expect(await read(config)).toEqual({ auths: {}, credHelpers: {} })
    expect(await readdir(config)).toEqual(['config.json'])
  })

  test("other logins and settings stay; the registry's own goes", async () => {
    await using folder = await makeTemporaryFolder()
    const config = await make(folder, {
      auths: { 'ghcr.io': { auth: 'old' }, 'r.example:5000': { auth: 'other' } },
      credHelpers: { 'ghcr.io': 'old', 'gcr.io': 'gcloud' },
      currentContext: 'remote',
      proxies: { default: { httpProxy: 'http://proxy' } },
    })
    expect(await read(config)).toEqual({
      auths: { 'r.example:5000': { auth: 'other' } },
      credHelpers: { 'gcr.io': 'gcloud' },
      currentContext: 'remote',
      proxies: { default: { httpProxy: 'http://proxy' } },
    })
  })

  test('without a login all stays', async () => {
    await using folder = await makeTemporaryFolder()
    const user = { auths: { 'ghcr.io': { auth: 'mine' } }, credHelpers: { 'gcr.io': 'gcloud' } }
    const config = await makeDockerConfig({
      userFolder: join(await folder.write('user/config.json', JSON.stringify(user)), '..'),
      parent: folder.path,
      registry: undefined,
    })
    expect(await read(config)).toEqual(user)
  })

  test("the user's file is left as it is", async () => {
    await using folder = await makeTemporaryFolder()
    const user = { auths: { 'ghcr.io': { auth: 'old' } }, credsStore: 'desktop' }
    await make(folder, user)
    expect(JSON.parse(await folder.read('user/config.json'))).toEqual(user)
  })

  test('a credentials store serves the registries that it knows, but gets no new login', async () => {
    await using folder = await makeTemporaryFolder()
    const config = await make(folder, {
      auths: { 'ghcr.io': {}, 'r.example': {}, 'gcr.io': {} },
      credsStore: 'desktop',
      credHelpers: { 'gcr.io': 'gcloud' },
    })
    expect(await read(config)).toEqual({
      auths: { 'r.example': {}, 'gcr.io': {} },
      credHelpers: { 'r.example': 'desktop', 'gcr.io': 'gcloud' },
    })
  })

  test.each([
    ['ghcr.io', 'https://ghcr.io'],
    ['ghcr.io', 'https://ghcr.io/v2/'],
    ['docker.io', 'https://index.docker.io/v1/'],
    ['index.docker.io', 'https://index.docker.io/v1/'],
  ])('for %s, %s is its own login by another name', async (registry, key) => {
    await using folder = await makeTemporaryFolder()
    const config = await make(folder, { auths: { [key]: {} }, credsStore: 'desktop' }, registry)
    expect(await read(config)).toEqual({ auths: {}, credHelpers: {} })
  })

  test("the user's plugins and contexts are linked, also through links; nothing else is", async () => {
    await using folder = await makeTemporaryFolder()
    await folder.write('user/contexts/meta/a.json', '{}')
    await folder.write('user/other/x', '')
    await mkdir(join(folder.path, 'plugins'))
    await symlink(join(folder.path, 'plugins'), join(folder.path, 'user/cli-plugins'))
    const config = await make(folder, {})
    expect((await readdir(config)).sort()).toEqual(['cli-plugins', 'config.json', 'contexts'])
    expect(await readlink(join(config, 'contexts'))).toBe(join(folder.path, 'user/contexts'))
    expect(await readdir(join(config, 'contexts/meta'))).toEqual(['a.json'])
    expect(await readlink(join(config, 'cli-plugins'))).toBe(join(folder.path, 'user/cli-plugins'))
  })

  test.each(['no JSON', '[]', '{"auths": []}', '{"credHelpers": {"gcr.io": 1}}', '{"credsStore": {}}'])(
    '%s is no configuration',
    async (text) => {
      await using folder = await makeTemporaryFolder()
      const file = await folder.write('user/config.json', text)
      const problem = await problemOf(() => make(folder, undefined))
      expect(problem.code).toBe('docker-config-invalid')
      expect(problem.message).toContain(file)
    },
  )
})
