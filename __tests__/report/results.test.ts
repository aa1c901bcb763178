import { describe, expect, test } from '@jest/globals'
import { listDeployments, listImages } from '../../src/report/results.ts'
import { anImage, aPlan, aPlannedDeployment } from '../builders/plan.ts'
import { aRecord, built, digest, registered } from '../builders/run-record.ts'

const image = { pipeline: 'revenue', name: 'ghcr.io/city/pipelines', tag: 'revenue-1' }

describe(listImages.name, () => {
  test('there are none before there is a plan', () => {
    expect(listImages(aRecord({ plan: undefined }))).toEqual([])
  })

  test('an image that is not pushed yet is planned', () => {
    expect(listImages(aRecord())).toEqual([{ ...image, result: 'planned' }])
  })

  test('an image that is pushed has a digest', () => {
    expect(listImages(aRecord({ built: [built(anImage())] }))).toEqual([
      { ...image, digest, result: 'built' },
    ])
  })

  test('an image of two pipelines is listed for both', () => {
    const plan = aPlan({ images: [anImage({ pipelines: ['revenue', 'costs'] })] })
    expect(listImages(aRecord({ plan })).map(({ pipeline }) => pipeline)).toEqual(['revenue', 'costs'])
  })

  test.each([
    ['ghcr.io/city/base:1', { name: 'ghcr.io/city/base', tag: '1' }],
    ['base', { name: 'base', tag: '' }],
    ['localhost:5000/base', { name: 'localhost:5000/base', tag: '' }],
    ['localhost:5000/base:1', { name: 'localhost:5000/base', tag: '1' }],
    [`ghcr.io/city/base@${digest}`, { name: 'ghcr.io/city/base', tag: '', digest }],
    [`ghcr.io/city/base:1@${digest}`, { name: 'ghcr.io/city/base', tag: '1', digest }],
  ])('%s, which is named and not built here, is reused', (reference, parts) => {
    const plan = aPlan({ images: [], deployments: [aPlannedDeployment({ image: reference })] })
    expect(listImages(aRecord({ plan }))).toEqual([{ pipeline: 'revenue', ...parts, result: 'reused' }])
  })

  test('each is listed once, and an additional tag is no other image', () => {
    const plan = aPlan({
      images: [anImage({ additionalTags: ['stable'] })],
      deployments: [
        aPlannedDeployment({ image: 'ghcr.io/city/pipelines:stable' }),
        aPlannedDeployment({ image: 'ghcr.io/city/base:1' }),
        aPlannedDeployment({ image: 'ghcr.io/city/base:1' }),
        aPlannedDeployment({ image: undefined }),
      ],
    })
    expect(listImages(aRecord({ plan })).map(({ tag, result }) => [tag, result])).toEqual([
      ['revenue-1', 'planned'],
      ['1', 'reused'],
    ])
  })
})

describe(listDeployments.name, () => {
  const [one, two, other] = [
    aPlannedDeployment({ name: 'one--prod' }),
    aPlannedDeployment({ name: 'two--prod' }),
    aPlannedDeployment({ name: 'other--prod', pipeline: 'costs', image: undefined }),
  ] as const
  const plan = aPlan({ deployments: [one, two, other] })

  test('there are none before there is a plan', () => {
    expect(listDeployments(aRecord({ plan: undefined }))).toEqual([])
  })

  test('before anything is registered all are unchanged', () => {
    expect(listDeployments(aRecord({ plan }))).toEqual([
      {
        pipeline: 'revenue',
        name: 'one--prod',
        image: 'ghcr.io/city/pipelines:revenue-1',
        result: 'unchanged',
      },
      {
        pipeline: 'revenue',
        name: 'two--prod',
        image: 'ghcr.io/city/pipelines:revenue-1',
        result: 'unchanged',
      },
      { pipeline: 'costs', name: 'other--prod', result: 'unchanged' },
    ])
  })

  test('a registered one has its flow, id and page', () => {
    const plan = aPlan({ deployments: [one] })
    expect(listDeployments(aRecord({ plan, registered: [registered(one)] }))).toEqual([
      {
        pipeline: 'revenue',
        name: 'one--prod',
        flow: 'revenue-flow',
        id: 'id-of-one--prod',
        url: 'https://prefect.example/deployments/deployment/id-of-one--prod',
        image: 'ghcr.io/city/pipelines:revenue-1',
        result: 'registered',
      },
    ])
  })

  test('of a pipeline that failed, what was registered by then is registered', () => {
    const record = aRecord({ plan, registered: [registered(one)], failed: ['revenue'] })
    expect(listDeployments(record).map(({ result }) => result)).toEqual(['registered', 'failed', 'unchanged'])
  })

  test('two pipelines may have deployments of one name', () => {
    const deployments = [one, aPlannedDeployment({ name: 'one--prod', pipeline: 'costs' })]
    const record = aRecord({ plan: aPlan({ deployments }), registered: [registered(one)] })
    expect(listDeployments(record).map(({ result }) => result)).toEqual(['registered', 'unchanged'])
  })
})
