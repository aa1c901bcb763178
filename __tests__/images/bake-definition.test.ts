import { describe, expect, test } from '@jest/globals'
import { makeBakeDefinition, secretVariable, targetName } from '../../src/images/bake-definition.ts'
import type { BuildOptions } from '../../src/images/bake-definition.ts'
import type { PlannedImage } from '../../src/plan/plan.ts'
import { noBuildOptions } from '../builders/build-options.ts'
import { anImage, aRecipe } from '../builders/plan.ts'

/** The one target of an image's definition. */
function targetOf(image: PlannedImage, options: Partial<BuildOptions> = {}) {
  const context = { options: { ...noBuildOptions, ...options }, environment: 'staging' }
  return Object.values(makeBakeDefinition([image], context).target)[0]
}

describe(targetName.name, () => {
  test.each([
    ['rj_smfp__revenue', 'rj_smfp__revenue-3'],
    ['a.b', 'a-b-3'],
    ['são paulo+1', 's-o-paulo-1-3'],
  ])('%s becomes %s', (pipeline, name) => {
    expect(targetName(anImage({ pipelines: [pipeline] }), 2)).toBe(name)
  })

  test("the place in the plan keeps a pipeline's images apart", () => {
    expect([anImage(), anImage({ tag: 'other' })].map(targetName)).toEqual(['revenue-1', 'revenue-2'])
  })
})

describe(makeBakeDefinition.name, () => {
  test('one target for each image, all in the default group', () => {
    const images = [anImage({ pipelines: ['a'] }), anImage({ pipelines: ['b'] })]
    const { group, target } = makeBakeDefinition(images, { options: noBuildOptions, environment: 'prod' })
    expect(group.default.targets).toEqual(['a-1', 'b-2'])
    expect(Object.keys(target)).toEqual(['a-1', 'b-2'])
  })

  test('what the step asks for', () => {
    const image = anImage({
      name: 'ghcr.io/city/p',
      tag: '1',
      additionalTags: ['latest'],
      recipe: aRecipe({
        context: 'pipelines/a',
        dockerfile: 'docker/Dockerfile',
        args: { A: '1' },
        labels: { l: '2' },
        target: 'run',
        platforms: ['linux/arm64'],
        noCache: true,
        pull: true,
        network: 'host',
      }),
    })
    expect(targetOf(image)).toEqual({
      context: 'pipelines/a',
      dockerfile: 'docker/Dockerfile',
      tags: ['ghcr.io/city/p:1', 'ghcr.io/city/p:latest'],
      args: { A: '1' },
      labels: { l: '2' },
      contexts: {},
      platforms: ['linux/arm64'],
      secret: [],
      'cache-from': [],
      'cache-to': [],
      'no-cache': true,
      pull: true,
      target: 'run',
      network: 'host',
    })
  })

  test('nothing is said about a stage or a network that nobody asked for', () => {
    expect(targetOf(anImage())).not.toHaveProperty('target')
    expect(targetOf(anImage())).not.toHaveProperty('network')
  })

  test("the user's arguments go before the step's", () => {
    const image = anImage({ recipe: aRecipe({ args: { A: 'step', B: 'step' } }) })
    expect(targetOf(image, { args: { B: 'user', C: 'user' } })).toMatchObject({
      args: { A: 'step', B: 'user', C: 'user' },
    })
  })

  test('contexts and caches are passed through, with names filled in wherever they stand', () => {
    const target = targetOf(anImage({ pipelines: ['first', 'second'] }), {
      contexts: { base: 'docker-image://r/base:1' },
      cacheFrom: ['type=registry,ref=r/{pipeline}:{environment}-{pipeline}', 'type=gha'],
      cacheTo: ['type=gha,scope={environment}'],
    })
    expect(target).toMatchObject({
      contexts: { base: 'docker-image://r/base:1' },
      'cache-from': ['type=registry,ref=r/first:staging-first', 'type=gha'],
      'cache-to': ['type=gha,scope=staging'],
    })
  })

  test('a secret is named by its variable: its value is nowhere in the definition', () => {
    const secrets = [
      { id: 'one', value: 'value-of-one' },
      { id: 'two', value: 'value-of-two' },
    ]
    const target = targetOf(anImage(), { secrets })
    expect(target).toMatchObject({
      secret: [`type=env,id=one,env=${secretVariable(0)}`, `type=env,id=two,env=${secretVariable(1)}`],
    })
    expect(secretVariable(0)).not.toBe(secretVariable(1))
    expect(JSON.stringify(target)).not.toContain('value-of')
  })

  test.each([
    ['${HOME}', '$${HOME}'],
    ['%{ if true }', '%%{ if true }'],
    ['$${HOME}', '$$${HOME}'],
    ['$HOME 100% {x} "q" \\ \n', '$HOME 100% {x} "q" \\ \n'],
  ])('bake must not fill in %j', (text, escaped) => {
    const image = anImage({ recipe: aRecipe({ args: { A: text, [text]: 'value' }, dockerfile: text }) })
    expect(targetOf(image)).toMatchObject({ args: { A: escaped, [escaped]: 'value' }, dockerfile: escaped })
  })
})
