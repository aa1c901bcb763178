import { describe, expect, test } from '@jest/globals'
import { defaultEnvironments, parseEnvironments } from '../../src/trigger/environment-map.ts'
import { actionInputs } from '../builders/action.ts'

describe(parseEnvironments.name, () => {
  test.each([
    ['prod: master', { prod: ['master'] }],
    ['prod: [master, main]\nstaging: [staging/**]', { prod: ['master', 'main'], staging: ['staging/**'] }],
  ])('%j', (source, map) => {
    expect(parseEnvironments(source)).toEqual({ map })
  })

  test.each(['', '[]', 'prod', '{}', 'prod: 1', 'prod: []', 'prod: [master, 1]', 'prod: {a: b}'])(
    'refuses %j',
    (source) => {
      expect(parseEnvironments(source)).toEqual({
        mistake: 'must map each environment to branch patterns, such as "prod: [master, main]"',
      })
    },
  )

  test('says why it is no YAML', () => {
    expect(parseEnvironments('prod: [')).toEqual({ mistake: expect.stringMatching(/^is not valid YAML: .+/) })
  })

  test('the default is that of action.yml', async () => {
    expect(parseEnvironments(defaultEnvironments)).toEqual(
      parseEnvironments((await actionInputs()).get('environments') ?? ''),
    )
  })
})
