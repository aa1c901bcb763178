import { describe, expect, test } from '@jest/globals'
import { deploymentName } from '../../../src/plan/conventions/deployment-name.ts'
import { files } from '../../../src/plan/conventions/files.ts'
import { folderName } from '../../../src/plan/conventions/folder-name.ts'
import { aContext, aConventionalPipeline, conventionalFile } from '../../builders/conventional-pipeline.ts'

const path = 'pipelines/rj_smfp__revenue_daily/prefect.yaml'

/** What the rule says of a deployment's name in the place of the first one. */
function checkName(name: string, context = aContext()) {
  const source = conventionalFile(['rj-smfp--revenue-daily--staging', name])
  return deploymentName(aConventionalPipeline(source), context)
}

describe('the name of a folder', () => {
  test.each(['rj_smfp__revenue_daily', 'rj_smfp__x', 'rj_iplan_rio__v2_visits', 'rj_a1__2024'])(
    '%s is of the form',
    (name) => {
      expect(folderName(aConventionalPipeline(undefined, { name }), aContext())).toEqual([])
    },
  )

  test.each([
    ...['revenue', 'rj_smfp_revenue', 'rj-smfp--revenue', 'RJ_smfp__revenue', 'rj_smfp__Revenue'],
    ...['rj_smfp__', 'rj___revenue', 'rj_smfp__revenue_', 'rj_smfp__revenue-daily', 'rj_smfp__ano__mes'],
  ])('%s is not', (name) => {
    expect(folderName(aConventionalPipeline(undefined, { name }), aContext())).toMatchObject([
      {
        code: 'convention-folder-name',
        severity: 'warning',
        message: `The folder's name "${name}" is not of the form rj_<secretaria>__<pipeline>, in lower case letters, digits and underscores.`,
        location: { path: `pipelines/${name}/prefect.yaml`, line: 1, column: 1 },
      },
    ])
  })

  test('may have another form, and any', () => {
    const pipeline = aConventionalPipeline(undefined, { name: 'team.revenue' })
    expect(folderName(pipeline, aContext({ folder: 'team.<pipeline>' }))).toEqual([])
    expect(folderName(pipeline, aContext({ folder: false }))).toEqual([])
    expect(folderName(pipeline, aContext({ folder: 'tea..<pipeline>' }))).toHaveLength(1)
  })
})

describe('the files of a pipeline', () => {
  test('are all there, and others beside them', () => {
    const fileNames = ['Dockerfile', 'README.md', 'flow.py', 'prefect.yaml', 'pyproject.toml']
    expect(files(aConventionalPipeline(undefined, { fileNames }), aContext())).toEqual([])
  })

  test('all that are missing are named', () => {
    const fileNames = ['dockerfile', 'prefect.yaml', 'pyproject.toml']
    expect(files(aConventionalPipeline(undefined, { fileNames }), aContext())).toMatchObject([
      {
        code: 'convention-files',
        severity: 'warning',
        message: 'pipelines/rj_smfp__revenue_daily has no Dockerfile, flow.py directly in it.',
        location: { path, line: 1, column: 1 },
      },
    ])
  })

  test('may be others, and any', () => {
    const pipeline = aConventionalPipeline(undefined, { fileNames: ['prefect.yaml', 'main.py'] })
    expect(files(pipeline, aContext({ files: ['main.py'] }))).toEqual([])
    expect(files(pipeline, aContext({ files: false }))).toEqual([])
  })
})

describe('the name of a deployment', () => {
  test.each([
    'rj-smfp--revenue-daily--staging',
    'rj-smfp--revenue-monthly--prod',
    'rj-smfp--revenue--prod',
    'rj-smfp--2024--staging',
  ])('%s is of the form', (name) => {
    const source = conventionalFile(['revenue-monthly--prod', 'other--prod']).replace(
      'rj-smfp--revenue-daily--staging',
      name,
    )
    expect(deploymentName(aConventionalPipeline(source), aContext())).toEqual([])
  })

  test.each([
    ['rj-sms--revenue-daily--staging', 'rj-smfp--<name>--staging'],
    ['rj-smfp--revenue_daily--staging', 'rj-smfp--<name>--staging'],
    ['rj-smfp-revenue-daily--prod', 'rj-smfp--<name>--prod'],
    ['rj-smfp--prod', 'rj-smfp--<name>--prod'],
    ['rj-smfp--revenue--daily--prod', 'rj-smfp--<name>--prod'],
    ['RJ-smfp--revenue-daily--prod', 'rj-smfp--<name>--prod'],
    ['rj-smfp--revenue-daily-prod', 'rj-smfp--<name>--prod'],
    ['rj-smfp--revenue-daily--test', 'rj-smfp--<name>--<environment>'],
  ])('%s is not', (name, wanted) => {
    const problems = checkName(name)
    expect(problems).toMatchObject([
      {
        code: 'convention-deployment-name',
        severity: 'warning',
        message: `The deployment's name "${name}" is not of the form rj-<secretaria>--<name>--<environment>.`,
        location: { path, line: 8, column: 11 },
      },
    ])
    expect(problems[0]?.hint).toContain(`Name it ${wanted}, `)
  })

  test("may have to hold the folder's pipeline", () => {
    const context = aContext({ deployment: 'rj-<secretaria>--<pipeline>--<environment>' })
    expect(checkName('rj-smfp--revenue-daily--staging', context)).toMatchObject([
      { location: { line: 15, column: 11 }, message: expect.stringContaining('revenue-monthly') },
    ])
    expect(checkName('rj-smfp--revenue--staging', context)).toHaveLength(2)
  })

  test('any part will do where the folder is of no known form', () => {
    const pipeline = aConventionalPipeline(undefined, { name: 'revenue' })
    expect(deploymentName(pipeline, aContext())).toEqual([])
    expect(deploymentName(pipeline, aContext({ folder: false }))).toEqual([])
  })

  test('the environments may be others, also with marks in them', () => {
    const context = { ...aContext(), environments: ['pre.prod', 'prod'] }
    expect(checkName('rj-smfp--x--pre.prod', context)).toEqual([])
    expect(checkName('rj-smfp--x--preXprod', context)).toHaveLength(1)
  })

  test('a part that stands twice is the same twice', () => {
    const context = aContext({ deployment: '<name>-<name>--<environment>' })
    const pipeline = (name: string) =>
      aConventionalPipeline(
        conventionalFile(['rj-smfp--revenue-daily--staging', name], ['rj-smfp--revenue-monthly', 'b-b']),
      )
    expect(deploymentName(pipeline('a-a--prod'), context)).toEqual([])
    expect(deploymentName(pipeline('a-b--prod'), context)).toHaveLength(1)
  })

  test('may be any', () => {
    expect(checkName('whatever', aContext({ deployment: false }))).toEqual([])
  })
})
