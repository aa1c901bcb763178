import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { execa } from 'execa'
import { makeRepository, type Repository } from '../../testbed/monorepo.ts'
import { scriptedPrograms } from '../builders/scripted-programs.ts'
import { expectSuccess, readOutputs, withoutMarkup } from './setup/expect-result.ts'
import { pipelineFiles } from './setup/pipeline-files.ts'
import { runWatched, type WatchedResult } from './setup/watched-run.ts'

test('a program that is started is seen', async () => {
  await using programs = await scriptedPrograms('docker', 'uv')
  await execa('docker', ['build', '.'], { env: { PATH: programs.path } })
  expect(await programs.started()).toEqual(['docker build .'])
})

describe('a push that changes no pipeline, in a real run', () => {
  const outside = {
    Dockerfile: 'FROM scratch\n',
    'README.md': '# Pipelines\n',
    'src/shared/tables.py': 'tables = []\n',
    'uv.lock': 'version = 1\n',
    // Beside the pipelines, not in one.
    'pipelines/README.md': '# One folder each\n',
  }
  const paths = Object.keys(outside).sort()
  let repository: Repository
  let result: WatchedResult
  beforeAll(async () => {
    repository = await makeRepository()
    await repository.commit('Two pipelines', pipelineFiles('revenue', 'visits'))
    await repository.push('master')
    await repository.commit('Nothing of theirs', outside)
    const payload = await repository.push('master')
    const workspace = await repository.shallowClone('master')
    result = await runWatched({ workspace, event: { name: 'push', ref: payload.ref, payload } })
  })
  afterAll(() => repository.dispose())

  test('succeeds, without starting docker, uv or python', () => {
    expectSuccess(result)
    expect(result.annotations).toEqual([])
  })

  test('says so in its outputs', () => {
    expect(readOutputs(result)).toMatchObject({
      ...{ environment: 'prod', changed: 'false', pipelines: [], images: [], deployments: [], removed: [] },
      plan: { elsewhere: paths, problems: [] },
    })
  })

  test('names the paths and the way to deploy all the same, in the summary', () => {
    const summary = withoutMarkup(result.summary)
    expect(summary).toMatch(/^## Nothing to deploy to prod\n/)
    expect(summary).toContain(paths.map((path) => `- \`${path}\``).join('\n'))
    expect(summary).toContain('run the workflow by hand with the input "pipelines"')
  })

  test('names the paths in the log', () => {
    for (const path of paths) expect(result.log).toContain(`  no pipeline     ${path}`)
  })
})
