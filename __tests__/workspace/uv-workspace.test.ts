import { describe, expect, test } from '@jest/globals'
import { normaliseName, readPackageName, readUvWorkspace } from '../../src/workspace/uv-workspace.ts'
import { aCheckout } from '../builders/checkout.ts'
import { lines } from '../builders/text.ts'
import { problemsOf } from '../builders/thrown.ts'

const folder = 'pipelines/revenue'

describe(readUvWorkspace.name, () => {
  test('gives the names of the locked packages', async () => {
    await using checkout = await aCheckout({
      'uv.lock': lines(
        'version = 1',
        '[[package]]',
        'name = "revenue"',
        'dependencies = [{ name = "prefect" }]',
        '[[package]]',
        'name = "prefect"',
      ),
    })
    expect(await readUvWorkspace(checkout.files)).toEqual({ packages: new Set(['revenue', 'prefect']) })
  })

  test('there need not be a lock file', async () => {
    await using checkout = await aCheckout({})
    expect(await readUvWorkspace(checkout.files)).toBeUndefined()
  })

  test.each(['', 'version = 1\n', 'package = 5\n', 'package = [1, { name = 2 }]\n'])(
    'the lock file %j has no packages',
    async (source) => {
      await using checkout = await aCheckout({ 'uv.lock': source })
      expect(await readUvWorkspace(checkout.files)).toEqual({ packages: new Set() })
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
    await using checkout = await aCheckout(
      pyproject === undefined ? {} : { [`${folder}/pyproject.toml`]: pyproject },
    )
    return await readPackageName(checkout.files, folder, { packages: new Set(packages) })
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

describe(normaliseName.name, () => {
  test.each([
    ['rj_smfp__revenue', 'rj-smfp-revenue'],
    ['Rj.SMFP-_.revenue', 'rj-smfp-revenue'],
    ['revenue', 'revenue'],
  ])('%s is %s', (name, normalised) => {
    expect(normaliseName(name)).toBe(normalised)
  })
})
