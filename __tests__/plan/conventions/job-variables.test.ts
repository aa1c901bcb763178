import { describe, expect, test } from '@jest/globals'
import { command } from '../../../src/plan/conventions/command.ts'
import { imageTag } from '../../../src/plan/conventions/image-tag.ts'
import { productionSecret, secretName } from '../../../src/plan/conventions/secret-name.ts'
import { workPool } from '../../../src/plan/conventions/work-pool.ts'
import type { ConventionRule } from '../../../src/plan/conventions/conventions.ts'
import { aContext, aConventionalPipeline, conventionalFile } from '../../builders/conventional-pipeline.ts'

const path = 'pipelines/rj_smfp__revenue_daily/prefect.yaml'

/** What a rule says of the usual file with one text in the place of another. */
function check(rule: ConventionRule, [from, to]: readonly [string, string], context = aContext()) {
  return rule(aConventionalPipeline(conventionalFile([from, to])), context)
}

test.each(Object.entries({ command, imageTag, productionSecret, secretName, workPool }))(
  'the usual file keeps %s',
  (_, rule) => {
    expect(rule(aConventionalPipeline(), aContext())).toEqual([])
  },
)

describe('the secrets of an environment', () => {
  const staging = [
    '{secretName: prefect-jobs-secrets-staging}',
    '{secretName: prefect-jobs-secrets}',
  ] as const
  const prod = ['secretName: prefect-jobs-secrets\n', 'secretName: prefect-jobs-secrets-staging\n'] as const
  const other = ['secretName: prefect-jobs-secrets\n', 'secretName: other\n'] as const

  test("production's in staging is an error of its own", () => {
    expect(check(productionSecret, staging)).toEqual([
      {
        code: 'convention-production-secret',
        severity: 'error',
        message:
          'The deployment "rj-smfp--revenue-daily--staging" of "staging" mounts production\'s secret "prefect-jobs-secrets": its runs would work on the real data.',
        hint: 'Write prefect-jobs-secrets-staging.',
        location: { path, line: 14, column: 33 },
      },
    ])
    expect(check(secretName, staging)).toEqual([])
  })

  test.each([
    ["staging's in production", prod, 'prefect-jobs-secrets-staging'],
    ['one of nobody', other, 'other'],
  ])('%s', (_, replacement, name) => {
    expect(check(secretName, replacement)).toEqual([
      {
        code: 'convention-secret-name',
        severity: 'warning',
        message: `The deployment "rj-smfp--revenue-monthly--prod" mounts the secret "${name}", which is not one of "prod".`,
        hint: 'Write prefect-jobs-secrets.',
        location: { path, line: 21, column: 21 },
      },
    ])
    expect(check(productionSecret, replacement)).toEqual([])
  })

  test.each([
    ['"{{ $SECRET }}"', 'a placeholder'],
    ['7', 'a number'],
    ['[a]', 'a list'],
  ])('%s is %s, of which nothing is known', (value) => {
    const replacement = ['secretName: prefect-jobs-secrets\n', `secretName: ${value}\n`] as const
    expect(check(secretName, replacement)).toEqual([])
  })

  test('a deployment of no environment may name any', () => {
    const replacement = ['revenue-daily--staging', 'revenue-daily--test'] as const
    expect(check(secretName, replacement)).toEqual([])
    expect(check(productionSecret, replacement)).toEqual([])
  })

  test('may be several, and both may have one', () => {
    const context = aContext({ secrets: { prod: ['a', 'shared'], staging: ['b', 'shared'] } })
    expect(check(secretName, other, context).at(-1)?.hint).toBe('Write a or shared.')
    expect(check(productionSecret, ['-secrets-staging}', '-secrets}'], context)).toEqual([])
    expect(check(productionSecret, ['prefect-jobs-secrets-staging', 'shared'], context)).toEqual([])
    expect(check(productionSecret, ['prefect-jobs-secrets-staging', 'a'], context)).toHaveLength(1)
  })

  test('an environment without a list may name any but those of production', () => {
    const context = aContext({ secrets: { prod: ['prefect-jobs-secrets'] } })
    expect(check(secretName, ['secrets-staging', 'secrets-other'], context)).toEqual([])
    expect(check(productionSecret, staging, context)[0]?.hint).toBe('Mount a secret of "staging".')
  })

  test('may be any', () => {
    expect(check(secretName, other, aContext({ secrets: false }))).toEqual([])
    expect(check(productionSecret, staging, aContext({ secrets: false }))).toEqual([])
    const withoutProduction = aContext({ production: false })
    expect(check(productionSecret, staging, withoutProduction)).toEqual([])
    expect(check(secretName, staging, withoutProduction)).toMatchObject([{ code: 'convention-secret-name' }])
  })
})

describe('the work pool', () => {
  test('is one of those that are agreed on', () => {
    expect(check(workPool, ['name: k3s-pool', 'name: my-laptop'])).toEqual([
      {
        code: 'convention-work-pool',
        severity: 'warning',
        message: 'The deployment "rj-smfp--revenue-monthly--prod" uses the work pool "my-laptop".',
        hint: 'Use default-pool or k3s-pool, or add the pool to "work-pools" in .github/prefect-conventions.yaml.',
        location: { path, line: 18, column: 13 },
      },
    ])
  })

  test.each([
    ['a placeholder', ['name: k3s-pool', 'name: "{{ $POOL }}"'], aContext()],
    ['none', ['      name: k3s-pool\n', ''], aContext()],
    ['another of the file', ['k3s-pool', 'gpu'], aContext({ 'work-pools': ['default-pool', 'gpu'] })],
    ['any', ['k3s-pool', 'gpu'], aContext({ 'work-pools': false })],
  ] as const)('may be %s', (_, replacement, context) => {
    expect(check(workPool, replacement, context)).toEqual([])
  })
})

describe("an image's tag", () => {
  const written = '"rj_smfp__revenue_daily-{{ $COMMIT }}"'

  test.each([
    ['"rj_smfp__revenue_daily"'],
    ['rj_smfp__revenue_daily-1'],
    ['rj_smfp__revenue_daily.1'],
    ['"rj_smfp__revenue_daily{{ $COMMIT }}"'],
    ['"rj_smfp__revenue_daily_{{ $COMMIT }}"'],
  ])('%s begins with the name', (tag) => {
    expect(check(imageTag, [written, tag])).toEqual([])
  })

  test.each([
    ['"{{ $COMMIT }}"', '{{ $COMMIT }}'],
    ['rj_smfp__revenue_daily2', 'rj_smfp__revenue_daily2'],
    ['rj_smfp__revenue_daily_2', 'rj_smfp__revenue_daily_2'],
    ['rj-smfp--revenue-daily', 'rj-smfp--revenue-daily'],
    ['1.5', '1.5'],
  ])('%s does not, and is told once for all deployments', (tag, text) => {
    expect(check(imageTag, [written, tag])).toEqual([
      {
        code: 'convention-image-tag',
        severity: 'warning',
        message: `The image's tag "${text}" doesn't begin with the pipeline's name.`,
        hint: 'Begin it with "rj_smfp__revenue_daily-", so that no other pipeline\'s image takes its place in the registry.',
        location: { path, line: 5, column: 12 },
      },
    ])
  })

  test('a step without one', () => {
    expect(check(imageTag, [`      tag: ${written}\n`, ''])).toMatchObject([
      { code: 'convention-image-tag', location: { path, line: 3, column: 7 } },
    ])
  })

  test('may be any', () => {
    expect(check(imageTag, [written, 'x'], aContext({ 'image-tag': false }))).toEqual([])
  })
})

describe('the command of a job', () => {
  const written = 'uv run --package rj_smfp__revenue_daily -- prefect flow-run execute'

  test.each([
    ['uv run --package=rj_smfp__revenue_daily prefect'],
    ['uv run --package rj-smfp--revenue-daily prefect'],
    ['"uv run --package \'rj_smfp__revenue_daily\' prefect"'],
    ['uv run --package "{{ $PACKAGE }}" prefect'],
    ['python pipelines/rj_smfp__revenue_daily/run.py'],
    ['[uv, run, --package, rj_smfp__revenue_daily, prefect]'],
    ['null'],
  ])('%s is of this pipeline', (text) => {
    expect(check(command, [written, text])).toEqual([])
  })

  test.each([
    ['uv run --package rj_sms__visits -- prefect flow-run execute'],
    ['uv run --package rj_smfp__revenue_daily2 -- prefect'],
    ['uv run --package rj_smfp__revenue_daily --package rj_sms__visits prefect'],
    ['python pipelines/rj_smfp__revenue_daily_2/run.py'],
    ['prefect flow-run execute'],
  ])('%s is not', (text) => {
    expect(check(command, [written, text])).toEqual([
      {
        code: 'convention-command',
        severity: 'warning',
        message: `The command of the deployment "rj-smfp--revenue-daily--staging" doesn't run the package of this pipeline: ${text}`,
        hint: 'Write "--package rj_smfp__revenue_daily" in it, or leave the command to the image.',
        location: { path, line: 13, column: 18 },
      },
    ])
  })

  test('the package may have another name than the folder', () => {
    const pipeline = (text: string) =>
      aConventionalPipeline(conventionalFile([written, text]), { packageName: 'Revenue.Daily' })
    expect(command(pipeline('uv run --package revenue-daily prefect'), aContext())).toEqual([])
    expect(command(pipeline('uv run --package revenue prefect'), aContext())[0]?.hint).toContain(
      'Revenue.Daily',
    )
  })

  test('may be any', () => {
    expect(check(command, [written, 'x'], aContext({ command: false }))).toEqual([])
  })
})
