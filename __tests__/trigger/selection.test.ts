import { describe, expect, test } from '@jest/globals'
import { chooseSelection, matchPipelines } from '../../src/trigger/selection.ts'
import { problemsOf } from '../builders/thrown.ts'

const push = {
  kind: 'push',
  branch: 'master',
  before: 'a'.repeat(40),
  forced: false,
  defaultBranch: 'master',
} as const
const manual = { kind: 'manual', eventName: 'schedule', branch: 'master' } as const

describe(chooseSelection.name, () => {
  test('a push without names deploys what it changed', () => {
    expect(chooseSelection(push, [])).toEqual({ kind: 'changed', by: push })
  })

  test('names win over what the push changed', () => {
    expect(chooseSelection(push, ['a', 'b*'])).toEqual({ kind: 'named', patterns: ['a', 'b*'] })
    expect(chooseSelection(manual, ['a'])).toEqual({ kind: 'named', patterns: ['a'] })
  })

  test('"all" anywhere among the names stands for every pipeline', () => {
    expect(chooseSelection(manual, ['a', 'all'])).toEqual({ kind: 'all' })
  })

  test('"all" can have exceptions', () => {
    expect(chooseSelection(manual, ['all', '!a'])).toEqual({ kind: 'named', patterns: ['*', '!a'] })
    expect(matchPipelines(['*', '!a'], ['a', 'b'])).toEqual(['b'])
  })

  test('an event that says nothing about changes needs names', async () => {
    const problems = await problemsOf(() => chooseSelection(manual, []))
    expect(problems).toMatchObject([{ code: 'pipelines-not-named' }])
    expect(problems[0]?.message).toContain('"schedule"')
  })
})

describe(matchPipelines.name, () => {
  const pipelines = ['rj_smfp__revenue', 'rj_smfp__costs', 'rj_seop__requests']

  test.each([
    [['rj_seop__requests'], ['rj_seop__requests']],
    [['rj_smfp__*'], ['rj_smfp__costs', 'rj_smfp__revenue']],
    [['*'], ['rj_seop__requests', 'rj_smfp__costs', 'rj_smfp__revenue']],
    [['rj_{seop,smfp}__re*'], ['rj_seop__requests', 'rj_smfp__revenue']],
    [
      ['rj_smfp__revenue', 'rj_seop__requests', 'rj_smfp__rev*'],
      ['rj_seop__requests', 'rj_smfp__revenue'],
    ],
  ])('%j chooses %j', (patterns, chosen) => {
    expect(matchPipelines(patterns, pipelines)).toEqual(chosen)
  })

  test('every name that matches nothing is listed, with what there is', async () => {
    const problems = await problemsOf(() =>
      matchPipelines(['rj_smfp__revenue', 'rj_smfp', 'x__*'], pipelines),
    )
    expect(problems).toMatchObject([{ code: 'pipeline-unknown' }])
    expect(problems[0]?.message).toBe('No pipeline matches "rj_smfp", "x__*".')
    expect(problems[0]?.hint).toContain('with a prefect.yaml, are rj_smfp__revenue, rj_smfp__costs')
  })

  test('a long list of pipelines is cut', async () => {
    const hintFor = async (length: number) => {
      const many = Array.from({ length }, (_, index) => `p${index}`)
      return (await problemsOf(() => matchPipelines(['x'], many)))[0]?.hint
    }
    expect(await hintFor(25)).toMatch(/p19 and 5 more\.$/)
    expect(await hintFor(20)).toMatch(/, p19\.$/)
  })
})
