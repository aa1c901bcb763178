import { describe, expect, test } from '@jest/globals'
import {
  closureOf,
  normaliseName,
  readPackageName,
  readUvWorkspace,
  type LockedPackage,
} from '../../src/workspace/uv-workspace.ts'
import { aCheckout } from '../builders/checkout.ts'
import { lines } from '../builders/text.ts'
import { problemsOf } from '../builders/thrown.ts'
import { aUvWorkspace } from '../builders/uv-workspace.ts'

const folder = 'pipelines/revenue'

describe(readUvWorkspace.name, () => {
  test('gives the locked packages', async () => {
    await using checkout = await aCheckout({
      'uv.lock': lines(
        'version = 1',
        '[[package]]',
        'name = "revenue"',
        'source = { virtual = "pipelines/revenue" }',
        'dependencies = [{ name = "shared" }, { name = "colorama", marker = "sys_platform == \'win32\'" }]',
        '[package.optional-dependencies]',
        'plots = [{ name = "matplotlib" }]',
        '[package.dev-dependencies]',
        'dev = [{ name = "pytest" }]',
        '[[package]]',
        'name = "shared"',
        'source = { editable = "." }',
        '[[package]]',
        'name = "prefect"',
        'source = { url = "https://index.example/prefect.tar.gz" }',
        'wheels = [{ url = "https://index.example/prefect.whl" }]',
      ),
    })
    const workspace = await readUvWorkspace(checkout.files)
    expect([...(workspace?.packages.values() ?? [])]).toEqual([
      {
        name: 'revenue',
        folder: 'pipelines/revenue',
        isVirtual: true,
        hasWheels: false,
        dependencies: [
          { name: 'shared', always: true },
          { name: 'colorama', always: false },
          { name: 'matplotlib', always: false },
          { name: 'pytest', always: false },
        ],
      },
      { name: 'shared', folder: '.', isVirtual: false, hasWheels: false, dependencies: [] },
      { name: 'prefect', folder: undefined, isVirtual: false, hasWheels: true, dependencies: [] },
    ])
    expect([...(workspace?.members ?? [])]).toEqual(['revenue', 'shared'])
    expect(workspace?.lock.locate(['package', 'name'], (text) => text === 'shared')).toEqual({
      path: 'uv.lock',
      line: 11,
      column: 8,
    })
  })

  test('the list of members counts, where there is one', async () => {
    await using checkout = await aCheckout({
      'uv.lock': lines(
        ...['[manifest]', 'members = ["revenue"]', '[[package]]', 'name = "by-path"'],
        ...['source = { directory = "libs/by-path" }'],
      ),
    })
    expect([...((await readUvWorkspace(checkout.files))?.members ?? [])]).toEqual(['revenue'])
  })

  test('there need not be a lock file', async () => {
    await using checkout = await aCheckout({})
    expect(await readUvWorkspace(checkout.files)).toBeUndefined()
  })

  test.each(['', 'version = 1\n', 'package = 5\n', 'package = [1, { name = 2 }]\n'])(
    'the lock file %j has no packages',
    async (source) => {
      await using checkout = await aCheckout({ 'uv.lock': source })
      expect((await readUvWorkspace(checkout.files))?.packages.size).toBe(0)
    },
  )

  test('a conflict of a merge is reported at its line', async () => {
    await using checkout = await aCheckout({ 'uv.lock': lines('version = 1', '<<<<<<< HEAD', 'x = 1') })
    expect(await problemsOf(() => readUvWorkspace(checkout.files))).toMatchObject([
      {
        code: 'uv-lock-invalid',
        severity: 'error',
        message: expect.stringMatching(/^uv\.lock is not valid TOML: .+$/),
        hint: expect.stringContaining('Run "uv lock"'),
        location: { path: 'uv.lock', line: 2 },
      },
    ])
  })
})

describe(readPackageName.name, () => {
  async function read(pyproject: string | undefined, ...packages: string[]) {
    return await readIn(pyproject === undefined ? {} : { [`${folder}/pyproject.toml`]: pyproject }, packages)
  }
  async function readIn(files: Record<string, string>, packages: string[] = []) {
    await using checkout = await aCheckout(files)
    return await readPackageName(checkout.files, folder, aUvWorkspace(...packages))
  }

  test('gives the name as it is written', async () => {
    expect(await read(lines('[project]', 'name = "rj_smfp__Revenue"'), 'rj-smfp-revenue')).toEqual({
      name: 'rj_smfp__Revenue',
    })
  })

  test('a pipeline without a pyproject.toml', async () => {
    expect(await read(undefined)).toMatchObject({
      problem: {
        code: 'pyproject-missing',
        severity: 'error',
        location: { path: `${folder}/prefect.yaml`, line: 1 },
      },
    })
  })

  test.each([
    ['no project', '[tool.uv]\npackage = false\n'],
    ['no name', '[project]\nversion = "1"\n'],
    ['a name that is no text', '[project]\nname = 5\n'],
    ['nothing', ''],
  ])('a pyproject.toml with %s', async (_, source) => {
    expect(await read(source)).toMatchObject({
      problem: {
        code: 'pyproject-invalid',
        severity: 'error',
        location: { path: `${folder}/pyproject.toml`, line: 1 },
      },
    })
  })

  test('a pyproject.toml that is not TOML is reported at its line', async () => {
    const source = lines(
      '[project]',
      'name = "revenue"',
      'dependencies = [',
      '  "prefect"',
      '  "pandas"',
      ']',
    )
    expect(await read(source, 'revenue')).toMatchObject({
      problem: {
        code: 'pyproject-invalid',
        severity: 'error',
        location: { path: `${folder}/pyproject.toml`, line: 5 },
      },
    })
  })

  test.each([
    ['first', lines('[project]', 'version = "1"', 'name = "revenue"'), 3],
    [
      'after other tables with a name',
      lines('[[tool.uv.index]]', 'name = "pypi"', '[project] # the package', '  name="revenue"'),
      4,
    ],
    ['as a dotted key', lines('project.version = "1"', 'project.name = "revenue"'), 2],
  ])('a package that the lock file lacks is reported at its name: %s', async (_, source, line) => {
    expect(await read(source, 'prefect')).toMatchObject({
      problem: {
        code: 'uv-lock-outdated',
        severity: 'error',
        location: { path: `${folder}/pyproject.toml`, line },
      },
    })
  })
})

describe(`${readPackageName.name} with the workspace's own file`, () => {
  async function read(...root: string[]) {
    const project = lines('[project]', 'name = "revenue"')
    await using checkout = await aCheckout({
      'pyproject.toml': lines(...root),
      [`${folder}/pyproject.toml`]: project,
    })
    return await readPackageName(checkout.files, folder, aUvWorkspace('prefect'))
  }

  test.each([
    ['other members', ['[tool.uv.workspace]', 'members = ["libs/*", "pipelines/rj_*"]'], 2, 1],
    ['no members', ['[project]', 'name = "root"', '[tool.uv.workspace]', 'exclude = []'], 3, 1],
    ['no workspace', ['[project]', 'name = "root"'], 1, 1],
    [
      'an exclusion',
      ['[tool.uv.workspace]', 'members = ["pipelines/*"]', 'exclude = ["libs/x", "./pipelines/rev*/"]'],
      3,
      22,
    ],
  ])('%s', async (_, root, line, column) => {
    expect(await read(...root)).toMatchObject({
      problem: {
        code: 'workspace-member-missing',
        severity: 'error',
        location: { path: 'pyproject.toml', line, column },
      },
    })
  })

  test.each([
    ['pipelines/*'],
    ['./pipelines/*/'],
    ['pipelines/**'],
    ['**'],
    ['pipelines/revenue'],
    ['pipelines/[a-z]*'],
  ])('the members "%s" have it, so only the lock file is old', async (members) => {
    expect(await read('[tool.uv.workspace]', `members = ["${members}"]`)).toMatchObject({
      problem: {
        code: 'uv-lock-outdated',
        location: { path: `${folder}/pyproject.toml`, line: 2, column: 1 },
      },
    })
  })

  test('a mistake in it', async () => {
    expect(await read('[tool.uv', 'x = 1')).toMatchObject({
      problem: { code: 'pyproject-invalid', location: { path: 'pyproject.toml', line: 1 } },
    })
  })
})

describe(closureOf.name, () => {
  const packages = new Map(
    (
      [
        ['a', [['b', true]]],
        [
          'b',
          [
            ['a', true],
            ['c', false],
            ['missing', true],
          ],
        ],
        ['c', []],
        ['d', []],
      ] as const
    ).map(([name, needed]): [string, LockedPackage] => [
      name,
      {
        ...{ name, folder: undefined, isVirtual: false, hasWheels: true },
        dependencies: needed.map(([each, always]) => ({ name: each, always })),
      },
    ]),
  )
  test.each([
    [['a'], 'all', ['a', 'b', 'c']],
    [['a'], 'always', ['a', 'b']],
    [['c', 'd'], 'all', ['c', 'd']],
    [['missing'], 'all', []],
  ] as const)('%j, %s: %j', (names, which, found) => {
    expect(
      closureOf({ packages }, names, which)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(found)
  })
})

describe(normaliseName.name, () => {
  test.each([
    ['rj_smfp__revenue', 'rj-smfp-revenue'],
    ['Rj.SMFP-_.revenue', 'rj-smfp-revenue'],
    ['revenue', 'revenue'],
  ])('%s is %s', (name, normalised) => {
    expect(normaliseName(name)).toBe(normalised)
  })
})
