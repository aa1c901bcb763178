import { describe, expect, test } from '@jest/globals'
import { makeOutputs } from '../../src/report/outputs.ts'
import { anImage, aPlan, aPlannedDeployment } from '../builders/plan.ts'
import { aRecord, built, digest, registered } from '../builders/run-record.ts'

describe(makeOutputs.name, () => {
  test('a run that failed before it knew anything', () => {
    expect(makeOutputs(aRecord({ plan: undefined, environment: undefined }))).toEqual({
      environment: '',
      changed: 'false',
      pipelines: '[]',
      images: '[]',
      deployments: '[]',
      removed: '[]',
      plan: '{}',
      matrix: '{"include":[]}',
    })
  })

  test('the environment is known before the plan', () => {
    expect(makeOutputs(aRecord({ plan: undefined, environment: 'staging' }))).toMatchObject({
      environment: 'staging',
      changed: 'false',
    })
  })

  test('a run that has done everything', () => {
    const deployment = aPlannedDeployment()
    const plan = aPlan({ pipelines: ['costs', 'revenue'], removed: ['old'], deployments: [deployment] })
    const outputs = makeOutputs(
      aRecord({ plan, built: [built(anImage())], registered: [registered(deployment)] }),
    )
    const { environment, changed, ...lists } = outputs
    expect({ environment, changed }).toEqual({ environment: 'prod', changed: 'true' })
    const data = Object.entries(lists).map(([name, json]) => [name, JSON.parse(json)] as const)
    expect(Object.fromEntries(data)).toEqual({
      pipelines: ['costs', 'revenue'],
      images: [
        { pipeline: 'revenue', name: 'ghcr.io/city/pipelines', tag: 'revenue-1', digest, result: 'built' },
      ],
      deployments: [
        {
          pipeline: 'revenue',
          name: 'revenue--prod',
          flow: 'revenue-flow',
          id: 'id-of-revenue--prod',
          url: 'https://prefect.example/deployments/deployment/id-of-revenue--prod',
          image: 'ghcr.io/city/pipelines:revenue-1',
          result: 'registered',
        },
      ],
      removed: ['old'],
      plan: JSON.parse(JSON.stringify(plan)) as unknown,
      matrix: { include: [{ pipelines: 'costs' }, { pipelines: 'revenue' }] },
    })
  })

  test('an image that is not in the registry is none of the images', () => {
    const deployments = [aPlannedDeployment(), aPlannedDeployment({ image: 'ghcr.io/city/base:1' })]
    const { images = '' } = makeOutputs(aRecord({ plan: aPlan({ deployments }) }))
    expect(JSON.parse(images)).toEqual([
      { pipeline: 'revenue', name: 'ghcr.io/city/base', tag: '1', result: 'reused' },
    ])
  })

  test('a push that only removes a pipeline changes none', () => {
    const plan = aPlan({ pipelines: [], images: [], deployments: [], removed: ['old'] })
    expect(makeOutputs(aRecord({ plan }))).toMatchObject({ changed: 'false', removed: '["old"]' })
  })
})
