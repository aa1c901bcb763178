import { describe, expect, test } from '@jest/globals'
import { findMissingBuildFiles } from '../../src/workspace/build-files.ts'
import { aCheckout } from '../builders/checkout.ts'
import { anImage, aRecipe } from '../builders/plan.ts'

const contents = { Dockerfile: '', 'app/Dockerfile': '', 'app/docker/Dockerfile': '' }

async function find(context: string, dockerfile: string) {
  await using checkout = await aCheckout(contents)
  return await findMissingBuildFiles(checkout.files, [anImage({ recipe: aRecipe({ context, dockerfile }) })])
}

describe(findMissingBuildFiles.name, () => {
  test.each([
    ['.', 'Dockerfile'],
    ['.', 'app/Dockerfile'],
    ['app', 'docker/Dockerfile'],
    ['app/', '../Dockerfile'],
    ['./app/docker/..', './Dockerfile'],
    ['.', '{{ choose.stdout }}/Dockerfile'],
    ['{{ choose.stdout }}', 'Dockerfile'],
  ])('the context %s with the Dockerfile %s is no problem', async (context, dockerfile) => {
    expect(await find(context, dockerfile)).toEqual([])
  })

  test.each([
    ['.', 'pipelines/Dockerfile', 'dockerfile-missing'],
    ['.', 'app', 'dockerfile-missing'],
    ['docs', 'Dockerfile', 'build-context-missing'],
    ['Dockerfile', 'Dockerfile', 'build-context-missing'],
    ['https://example.com/x.git', 'Dockerfile', 'build-context-missing'],
    ['.', '../Dockerfile', 'build-path-outside'],
    ['app', '../../Dockerfile', 'build-path-outside'],
    ['..', 'Dockerfile', 'build-path-outside'],
    ['../other', '../Dockerfile', 'build-path-outside'],
    ['/', 'Dockerfile', 'build-path-outside'],
    ['.', '/Dockerfile', 'build-path-outside'],
  ])('the context %s with the Dockerfile %s: %s', async (context, dockerfile, code) => {
    expect(await find(context, dockerfile)).toMatchObject([
      { code, severity: 'error', location: anImage().location },
    ])
  })

  test('every image is looked at', async () => {
    await using checkout = await aCheckout(contents)
    const images = ['Dockerfile', 'missing-1', 'missing-2'].map((dockerfile) =>
      anImage({ recipe: aRecipe({ dockerfile }) }),
    )
    const problems = await findMissingBuildFiles(checkout.files, images)
    expect(problems.map(({ message }) => message)).toEqual([
      'The Dockerfile "missing-1" doesn\'t exist.',
      'The Dockerfile "missing-2" doesn\'t exist.',
    ])
  })
})
