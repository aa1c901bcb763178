import { describe, expect, test } from '@jest/globals'
import { readImageStep } from '../../src/plan/image-recipe.ts'
import type { PlannedImage } from '../../src/plan/plan.ts'
import { lookupEnvironment } from '../../src/workspace/template.ts'
import { anImageStep } from '../builders/pipeline.ts'

/** Reads a step with these arguments, where `$STAGE` is set and a dry run leaves `commit.stdout` open. */
function read(args: Readonly<Record<string, unknown>>, platforms: readonly string[] = []) {
  return readImageStep(anImageStep(args), {
    pipeline: 'revenue',
    lookup: lookupEnvironment({ STAGE: 'prod', BAD: 'Not A Tag' }),
    unanswered: new Set(['commit.stdout']),
    platforms,
    startedAt: Date.parse('2026-01-31T12:00:00Z'),
  })
}

function imageOf(args: Readonly<Record<string, unknown>>, platforms?: readonly string[]): PlannedImage {
  const { image, problems } = read(args, platforms)
  if (image === undefined) throw new Error(problems.map(({ message }) => message).join('\n'))
  expect(problems).toEqual([])
  return image
}

function codesOf(args: Readonly<Record<string, unknown>>): string[] {
  return read(args).problems.map(({ code }) => code)
}

describe(readImageStep.name, () => {
  test('a step with the least that it needs', () => {
    expect(imageOf({})).toEqual({
      reference: 'ghcr.io/city/pipelines:revenue-1',
      name: 'ghcr.io/city/pipelines',
      tag: 'revenue-1',
      additionalTags: [],
      pipelines: ['revenue'],
      recipe: {
        context: '.',
        dockerfile: 'Dockerfile',
        args: {},
        labels: {},
        target: undefined,
        platforms: [],
        noCache: false,
        pull: true,
        network: undefined,
      },
      location: anImageStep().location,
    })
  })

  test('a step with everything', () => {
    const image = imageOf({
      additional_tags: ['latest', 2],
      path: 'app',
      buildargs: { STAGE: '{{ $STAGE }}', DEBUG: false, LEVEL: 3 },
      labels: { owner: 'city' },
      target: 'runtime',
      nocache: true,
      pull: true,
      network_mode: 'host',
    })
    expect(image.additionalTags).toEqual(['latest', '2'])
    expect(image.recipe).toEqual({
      context: 'app',
      dockerfile: 'Dockerfile',
      args: { STAGE: 'prod', DEBUG: 'false', LEVEL: '3' },
      labels: { owner: 'city' },
      target: 'runtime',
      platforms: [],
      noCache: true,
      pull: true,
      network: 'host',
    })
  })

  test('what concerns docker-py alone is passed over', () => {
    const ignored = {
      rm: true,
      forcerm: true,
      quiet: true,
      stream_progress_to: null,
      build_backend: 'buildx',
    }
    expect(imageOf({ ...ignored, id: 'x', requires: 'prefect-docker', push: false })).toEqual(imageOf({}))
  })

  test('the step’s platform wins over that of the run', () => {
    expect(imageOf({}, ['linux/amd64', 'linux/arm64']).recipe.platforms).toEqual([
      'linux/amd64',
      'linux/arm64',
    ])
    expect(imageOf({ platform: 'linux/arm64' }, ['linux/amd64']).recipe.platforms).toEqual(['linux/arm64'])
  })

  test.each([undefined, null])('the tag %s is the time, as with prefect_docker', (tag) => {
    expect(imageOf({ tag }).reference).toBe('ghcr.io/city/pipelines:revenue-2026-01-31t12-00-00-000z')
  })

  test('a tag may be a number', () => {
    expect(imageOf({ tag: 7 }).reference).toBe('ghcr.io/city/pipelines:7')
  })

  test.each([
    'ghcr.io/city/pipelines',
    'localhost:5000/pipelines',
    'pipelines',
    'city/a__b-c.d',
    'registry.example.com/a/b/c',
    'REGISTRY.example.com/a',
  ])('%s is the name of an image', (name) => {
    expect(imageOf({ image_name: name }).name).toBe(name)
  })

  test.each([
    'ghcr.io/City/pipelines',
    'Pipelines',
    'ghcr.io/city/',
    '/pipelines',
    'ghcr.io//pipelines',
    'ghcr.io/city/pipelines:tag',
    'ghcr.io/city/pipelines@sha256:abc',
    'ghcr.io/city/with space',
    'ghcr.io/city/a..b',
    'ghcr.io/city/-a',
    'https://ghcr.io/city/a',
    'ghcr.io/city/a\n',
    '--push',
    '',
    undefined,
    null,
    ['a'],
  ])('%j is not the name of an image', (name) => {
    expect(codesOf({ image_name: name })).toEqual(['image-name-invalid'])
  })

  test.each(['v1', '1.0', '_x', 'a-b.c_d', 'A'.repeat(128)])('%s is a tag', (tag) => {
    expect(imageOf({ tag }).tag).toBe(tag)
  })

  test.each(['a b', '.a', '-a', 'a/b', 'a:b', 'ção', 'a\n', 'A'.repeat(129), '', '{{ $BAD }}', true, ['a']])(
    '%j is not a tag',
    (tag) => {
      expect(codesOf({ tag })).toEqual(['image-tag-invalid'])
    },
  )

  test('a mistake names what is wrong', () => {
    const result = read({ image_name: 'City', tag: '.x' })
    expect('problems' in result && result.problems.map(({ message }) => message)).toEqual([
      'City is not the name of an image.',
      '.x is not a tag.',
    ])
  })

  test('additional tags are checked as well', () => {
    expect(codesOf({ additional_tags: ['ok', 'not ok', '.x'] })).toEqual([
      'image-tag-invalid',
      'image-tag-invalid',
    ])
  })

  test('a Dockerfile that Prefect would write has to be written', () => {
    expect(codesOf({ dockerfile: 'auto' })).toEqual(['dockerfile-auto'])
  })

  test('without a name it is called Dockerfile, as with prefect_docker', () => {
    expect(imageOf({ dockerfile: undefined }).recipe.dockerfile).toBe('Dockerfile')
  })

  test.each([{ buildargs: ['A=1'] }, { labels: ['x'] }, { additional_tags: 'latest' }])(
    '%j would be lost',
    (args) => {
      expect(codesOf(args)).toEqual(['image-argument-invalid'])
    },
  )

  test('the base image is looked up anew, unless the step says otherwise', () => {
    expect(imageOf({}).recipe.pull).toBe(true)
    expect(imageOf({ pull: false }).recipe.pull).toBe(false)
  })

  test('arguments that are not known are listed', () => {
    const result = read({ build_args: {}, cache_from: [] })
    expect(result).toMatchObject({
      problems: [
        {
          code: 'image-argument-unsupported',
          severity: 'error',
          message: "build_docker_image has arguments that this action doesn't know: build_args, cache_from.",
          location: anImageStep().location,
        },
      ],
    })
  })

  test('all mistakes are told together', () => {
    expect(codesOf({ image_name: 'A', tag: '.', dockerfile: 'auto', typo: 1 })).toEqual([
      'image-argument-unsupported',
      'image-name-invalid',
      'image-tag-invalid',
      'dockerfile-auto',
    ])
  })

  test.each([
    [{ tag: 'v-{{ notify.url }}' }, '{{ notify.url }}', 'placeholder-unknown'],
    [{ tag: '{{ $MISSING }}' }, '{{ $MISSING }}', 'environment-variable-unset'],
    [{ buildargs: { A: 'x{{ a.b }}' } }, '{{ a.b }}', 'placeholder-unknown'],
  ])('%j needs what is not known', (args, placeholder, code) => {
    const { image, problems } = read(args)
    expect(image).toBeUndefined()
    expect(problems[0]).toMatchObject({ code, severity: 'error', location: anImageStep().location })
    expect(problems[0]?.message).toContain(`The image ghcr.io/city/pipelines uses ${placeholder}, and`)
  })

  test('what only a real run knows stays as it is written', () => {
    expect(imageOf({ tag: 'revenue-{{ commit.stdout }}' }).reference).toBe(
      'ghcr.io/city/pipelines:revenue-{{ commit.stdout }}',
    )
    expect(imageOf({ image_name: '{{commit.stdout}}/a' }).name).toBe('{{commit.stdout}}/a')
  })
})
