import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { diagnosePipelines } from '../../../src/workspace/diagnoses/diagnose.ts'
import { openFiles } from '../../../src/workspace/files.ts'
import { findPipelines } from '../../../src/workspace/find-pipelines.ts'
import { readPipeline } from '../../../src/workspace/read-pipeline.ts'
import { readUvWorkspace } from '../../../src/workspace/uv-workspace.ts'
import { root } from '../../builders/action.ts'
import { lines } from '../../builders/text.ts'
import { diagnoseMonorepo, inShort, lockedLines } from '../../builders/uv-monorepo.ts'

describe(diagnosePipelines.name, () => {
  test('finds nothing where nothing is wrong', async () => {
    expect(await diagnoseMonorepo()).toEqual([])
  })

  test('finds nothing in the example', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'example-'))
    try {
      await cp(join(root, 'examples', 'monorepo'), folder, { recursive: true })
      const names = await findPipelines(openFiles(folder), 'pipelines')
      const members = names.map((name) => name.replace(/_+/g, '-'))
      const lock = lines(
        `manifest.members = ${JSON.stringify(['city-pipelines', ...members])}`,
        ...lockedLines('city-pipelines', 'editable = "."', 'prefect'),
        ...members.flatMap((member, index) => {
          const needed = member.includes('bus-fleet') ? 'tabulate' : 'city-pipelines'
          return lockedLines(member, `virtual = "pipelines/${names[index] ?? ''}"`, needed)
        }),
      )
      await writeFile(join(folder, 'uv.lock'), lock)
      const files = openFiles(folder)
      const uv = await readUvWorkspace(files)
      const read = names.map((name) => readPipeline(files, name, { pipelinesDir: 'pipelines', uv }))
      const pipelines = await Promise.all(read)
      expect(pipelines.flatMap(({ problems }) => problems)).toEqual([])
      if (uv === undefined) throw new Error('the lock file was written above')
      expect(await diagnosePipelines(files, pipelines, uv)).toEqual(names.map(() => []))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  test('without a uv.lock nothing is looked for', async () => {
    expect(await diagnoseMonorepo({ 'uv.lock': undefined, 'src/city/__init__.py': undefined })).toEqual([])
  })

  test.each(['pipelines/revenue/Dockerfile', 'pipelines/revenue/flow.py', 'Dockerfile', 'pyproject.toml'])(
    'what is not there is told elsewhere: %s',
    async (path) => {
      expect(await diagnoseMonorepo({ [path]: undefined })).toEqual([])
    },
  )
})

describe('dependencies on packages of the workspace', () => {
  const path = 'pipelines/revenue/pyproject.toml'
  const project = (...more: string[]) => ({ [path]: lines('[project]', 'name = "revenue"', ...more) })

  test.each([
    ['no sources', ['dependencies = ["prefect", "City>=1"]'], `${path}:3:28`],
    ['on a line of its own', ['dependencies = [', "  'prefect',", "  'city', # shared", ']'], `${path}:5:3`],
    ['in an extra', ['[project.optional-dependencies]', 'x = ["city"]'], `${path}:4:6`],
    ['in a group', ['[dependency-groups]', 'dev = [{ include-group = "x" }, "city"]'], `${path}:4:33`],
    [
      'another source',
      ['dependencies = ["city"]', '[tool.uv.sources]', 'other = { workspace = true }'],
      `${path}:3:17`,
    ],
  ])('not declared: %s', async (_, more, place) => {
    expect(inShort(await diagnoseMonorepo(project(...more)))).toContain(
      `error workspace-source-missing ${place}`,
    )
  })

  test.each([
    ['by another spelling', ['dependencies = ["CITY"]', '[tool.uv.sources]', 'City = { workspace = true }']],
    ['as a dotted key', ['dependencies = ["city"]', '[tool.uv]', 'sources.city.workspace = true']],
    ['by its path', ['dependencies = ["city"]', '[tool.uv.sources]', 'city = { path = "../.." }']],
    [
      'by markers',
      ['dependencies = ["city"]', '[tool.uv.sources]', 'city = [{ workspace = true, marker = "x" }]'],
    ],
    ['by an address', ['dependencies = ["city @ https://example.com/city.whl"]']],
    ['not at all, and not needed', ['dependencies = ["prefect"]']],
  ])('declared %s', async (_, more) => {
    expect(await diagnoseMonorepo(project(...more))).toEqual([])
  })

  test("the root's sources count for every member", async () => {
    const root = lines('[project]', 'name = "city"', '[tool.uv.sources]', 'city = { workspace = true }')
    expect(await diagnoseMonorepo({ ...project('dependencies = ["city"]'), 'pyproject.toml': root })).toEqual(
      [],
    )
  })

  test('a package that is no member', async () => {
    const more = ['dependencies = ["city", "citty"]', '[tool.uv.sources]', 'city = { workspace = true }']
    expect(inShort(await diagnoseMonorepo(project(...more, 'citty = { workspace = true }')))).toEqual([
      `error workspace-source-unknown ${path}:6:1`,
    ])
  })

  test('a source that nothing needs is left alone', async () => {
    const more = ['dependencies = []', '[tool.uv.sources]', 'citty = { workspace = true }']
    expect(await diagnoseMonorepo(project(...more))).toEqual([])
  })
})

describe('packages that can not be built any more', () => {
  const lock = (cx: string, ...more: string[]) =>
    lines(
      ...['manifest.members = ["city", "revenue"]'],
      ...lockedLines('city', 'editable = "."', 'prefect', cx),
      ...lockedLines('cx-oracle', 'registry = "https://index.example"'),
      ...more,
      ...lockedLines('revenue', 'virtual = "pipelines/revenue"', 'city'),
    )
  const rootWith = (...uv: string[]) =>
    lines('[project]', 'name = "city"', 'dependencies = ["prefect", "cx_Oracle"]', '[tool.uv]', ...uv)

  test('the dependency itself, wherever it is declared', async () => {
    const files = { 'uv.lock': lock('cx-oracle'), 'pyproject.toml': rootWith() }
    const [problem, ...others] = await diagnoseMonorepo(files)
    expect(inShort(problem ? [problem] : [])).toEqual(['error package-unbuildable pyproject.toml:3:28'])
    expect(problem?.hint).toContain('oracledb')
    expect(others).toEqual([])
  })

  test("another package's dependency: its line in uv.lock", async () => {
    expect(inShort(await diagnoseMonorepo({ 'uv.lock': lock('cx-oracle') }))).toEqual([
      'error package-unbuildable uv.lock:7:8',
    ])
  })

  test('an override that is newer than uv.lock', async () => {
    const override = `override-dependencies = ["x", "cx-oracle; sys_platform == 'never'", "oracledb"]`
    const files = { 'uv.lock': lock('cx-oracle'), 'pyproject.toml': rootWith(override) }
    expect(inShort(await diagnoseMonorepo(files))).toEqual(['error package-unbuildable pyproject.toml:5:31'])
  })

  test.each([
    'build-constraint-dependencies = ["setuptools<81"]',
    'no-build-isolation-package = ["cx-oracle"]',
    'exclude-newer = "2025-06-01T00:00:00Z"',
    'exclude-newer = "1 week"',
    'exclude-newer = 2025-06-01',
  ])('with %s it may be built', async (setting) => {
    const files = { 'uv.lock': lock('cx-oracle'), 'pyproject.toml': rootWith(setting) }
    expect(inShort(await diagnoseMonorepo(files))).toEqual([
      'warning package-unbuildable pyproject.toml:3:28',
    ])
  })

  test.each([
    ['an override that uv.lock has', lock(`{ name = "cx-oracle", marker = "sys_platform == 'never'" }`)],
    ['a wheel', lock('cx-oracle', 'wheels = [{ url = "https://index.example/cx.whl" }]')],
    ['no need of it', lock('prefect')],
  ])('%s', async (_, source) => {
    expect(await diagnoseMonorepo({ 'uv.lock': source })).toEqual([])
  })
})
