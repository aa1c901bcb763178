import { describe, expect, test } from '@jest/globals'
import { countStates, describeChanges } from '../../src/report/changes.ts'
import type { Comparison } from '../../src/plan/compare.ts'
import { aRecord } from '../builders/run-record.ts'

const comparison: Comparison = {
  changes: [
    { pipeline: 'revenue', name: 'new--prod', state: 'added', differences: [] },
    { pipeline: 'revenue', name: 'same--prod', state: 'unchanged', differences: [] },
    {
      pipeline: 'revenue',
      name: 'other--prod',
      state: 'changed',
      differences: [
        { setting: 'version', before: '"1"', after: '"2"' },
        { setting: 'tags', before: undefined, after: '["```"]' },
      ],
    },
  ],
  gone: [{ name: 'old--prod', id: 'd9' }],
}

describe(countStates.name, () => {
  test('counts each kind', () => {
    expect(countStates(comparison)).toBe('1 to add, 1 to change, 1 unchanged, 1 gone')
    expect(countStates({ changes: [], gone: [] })).toBe('0 to add, 0 to change, 0 unchanged')
  })
})

describe(describeChanges.name, () => {
  test('shows the differences in a block that their text cannot end', () => {
    const text = describeChanges(aRecord({ comparison }))
    expect(text).toContain('<summary>other--prod: 2 settings</summary>')
    expect(text).toContain('````diff\n- version: "1"\n+ version: "2"\n+ tags: ["```"]\n````')
    expect(text).toContain('**Gone from the files, and still in Prefect:** `old--prod`.')
    expect(text).not.toContain('same--prod')
  })

  test('says what was not asked, and why', () => {
    expect(describeChanges(aRecord({ notCompared: ['Prefect was not asked: <no> answer'] }))).toBe(
      '_Prefect was not asked: &lt;no> answer_',
    )
    expect(describeChanges(aRecord())).toBe('')
  })
})
