import { describe, expect, test } from '@jest/globals'
import { chooseEnvironment, environmentOfDeployment } from '../../src/trigger/environment.ts'
import { problemsOf } from '../builders/thrown.ts'

const map = { prod: ['master', 'main'], staging: ['staging/**'] }
const mapInWords = 'prod: master, main; staging: staging/**'

describe(chooseEnvironment.name, () => {
  test.each([
    ['master', 'prod'],
    ['main', 'prod'],
    ['staging/new-report', 'staging'],
    ['staging/team/new-report', 'staging'],
    ['staging/.hidden', 'staging'],
  ])('the branch %s deploys to %s', (branch, environment) => {
    expect(chooseEnvironment(branch, map)).toBe(environment)
  })

  test.each(['develop', 'masters', 'feature/master', 'Master', 'staging'])(
    'the branch %s belongs to none, and the error lists the map',
    async (branch) => {
      const problems = await problemsOf(() => chooseEnvironment(branch, map))
      expect(problems).toMatchObject([{ code: 'branch-not-mapped', severity: 'error' }])
      expect(problems[0]?.message).toContain(`"${branch}"`)
      expect(problems[0]?.message).toContain(mapInWords)
    },
  )

  test('the environment that the user names wins over the branch', () => {
    expect(chooseEnvironment('master', map, 'staging')).toBe('staging')
    expect(chooseEnvironment('develop', map, 'prod')).toBe('prod')
  })

  test.each(['production', 'toString', ''])('an unknown environment "%s" is refused', async (override) => {
    const problems = await problemsOf(() => chooseEnvironment('master', map, override))
    expect(problems).toMatchObject([{ code: 'environment-unknown' }])
    expect(problems[0]?.message).toContain(mapInWords)
  })

  test('a branch of two environments is refused, naming both', async () => {
    const problems = await problemsOf(() =>
      chooseEnvironment('staging/x', { ...map, preview: ['*/x'], other: ['nothing'] }),
    )
    expect(problems).toMatchObject([{ code: 'branch-ambiguous' }])
    expect(problems[0]?.message).toContain('several environments: staging, preview.')
  })

  test('two patterns of one environment may both fit', () => {
    expect(chooseEnvironment('main', { prod: ['main', 'm*'] })).toBe('prod')
  })
})

describe(environmentOfDeployment.name, () => {
  test.each([
    ['revenue--prod', 'prod'],
    ['revenue-prod', 'prod'],
    ['revenue_prod', 'prod'],
    ['revenue__staging', 'staging'],
    ['prod-revenue--staging', 'staging'],
    ['revenue--pre-prod', 'pre-prod'],
    ['revenue--pre_prod', 'prod'],
    ['revenue--prod-2', undefined],
    ['revenueprod', undefined],
    ['revenue--PROD', undefined],
    ['prod', undefined],
    ['revenue', undefined],
    ['', undefined],
  ])('%s is of %s', (name, environment) => {
    expect(environmentOfDeployment(name, ['prod', 'staging', 'pre-prod'])).toBe(environment)
    expect(environmentOfDeployment(name, ['pre-prod', 'staging', 'prod'])).toBe(environment)
  })
})
