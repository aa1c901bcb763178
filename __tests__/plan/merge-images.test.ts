import { describe, expect, test } from '@jest/globals'
import { mergeImages } from '../../src/plan/merge-images.ts'
import { anImage, aRecipe } from '../builders/plan.ts'

describe(mergeImages.name, () => {
  test('one image that two pipelines ask for is built once, with the tags of both', () => {
    const { images, problems } = mergeImages([
      anImage({ pipelines: ['revenue'], additionalTags: ['latest', 'a'] }),
      anImage({ pipelines: ['costs'], additionalTags: ['b', 'latest'] }),
      anImage({ pipelines: ['revenue'] }),
    ])
    expect(problems).toEqual([])
    expect(images).toEqual([
      anImage({ pipelines: ['revenue', 'costs'], additionalTags: ['latest', 'a', 'b'] }),
    ])
  })

  test('different images stay apart, in order', () => {
    const images = [anImage({ tag: 'b' }), anImage({ tag: 'a' }), anImage({ name: 'other', tag: 'a' })]
    expect(mergeImages(images)).toEqual({ images, problems: [] })
  })

  test.each([
    ['Dockerfile', { dockerfile: 'other/Dockerfile' }],
    ['context', { context: 'other' }],
    ['build argument', { args: { A: '1' } }],
    ['platform', { platforms: ['linux/arm64'] }],
  ])('another %s for the same reference is an error at the later one', (_, recipe) => {
    const location = { path: 'pipelines/costs/prefect.yaml', line: 9, column: 3 }
    const { images, problems } = mergeImages([
      anImage(),
      anImage({ pipelines: ['costs'], recipe: aRecipe(recipe), location }),
    ])
    expect(images).toEqual([anImage()])
    expect(problems).toMatchObject([{ code: 'image-conflict', severity: 'error', location }])
    expect(problems[0]?.message).toContain('ghcr.io/city/pipelines:revenue-1')
    expect(problems[0]?.message).toContain(anImage().location.path)
  })

  test.each([
    [
      'an additional tag of both',
      [{ additionalTags: ['latest'] }, { tag: 'costs-1', additionalTags: ['latest'] }],
    ],
    ["another image's own tag", [{}, { tag: 'costs-1', additionalTags: ['revenue-1'] }]],
    ['Docker Hub by its full name', [{ name: 'city/p' }, { name: 'docker.io/city/p' }]],
  ])('%s would be overwritten as well', (_, [one, other]) => {
    const { problems } = mergeImages([
      anImage(one),
      anImage({ ...other, recipe: aRecipe({ dockerfile: 'other/Dockerfile' }) }),
    ])
    expect(problems).toMatchObject([{ code: 'image-conflict' }])
  })
})
