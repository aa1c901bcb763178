import { describe, expect, test } from '@jest/globals'
import {
  asText,
  fillPlaceholders,
  findPlaceholders,
  lookupEnvironment,
  lookupOutputs,
} from '../../src/workspace/template.ts'

const outputs = new Map([
  ['build-image', { tag: 'v1', additional_tags: ['a', 'b'], none: null }],
  ['commit', { stdout: 'abc1234' }],
])

describe(findPlaceholders.name, () => {
  test.each([
    ['{{ build-image.tag }}', ['build-image.tag']],
    ['{{build-image.tag}}', ['build-image.tag']],
    ['a-{{ x.y }}-{{ $HOME }}', ['x.y', '$HOME']],
    ['{{ prefect.blocks.secret.my-key }}', ['prefect.blocks.secret.my-key']],
    ['{{ list[0] }}', ['list[0]']],
    ['{{ two words }}', []],
    ['{{ }}', []],
    ['{ x }', []],
    ['{{ x | filter }}', []],
    ['text', []],
  ])('%s', (text, names) => {
    expect(findPlaceholders(text).map(({ name }) => name)).toEqual(names)
  })

  test('finds them at any depth, with their text, and not in keys', () => {
    const value = { a: ['{{ x.a }}', { b: 'v-{{x.b}}' }], '{{ key }}': 1, n: null, f: false }
    expect(findPlaceholders(value)).toEqual([
      { text: '{{ x.a }}', name: 'x.a' },
      { text: '{{x.b}}', name: 'x.b' },
    ])
  })
})

describe(lookupOutputs.name, () => {
  test.each<[string, unknown]>([
    ['build-image.tag', 'v1'],
    ['build-image.additional_tags', ['a', 'b']],
    ['build-image.missing', undefined],
    ['build-image', undefined],
    ['build-image.tag.length', undefined],
    ['build-image.toString', undefined],
    ['missing.tag', undefined],
    ['', undefined],
  ])('%s', (name, value) => {
    expect(lookupOutputs(outputs)(name)).toEqual(value)
  })
})

describe(lookupEnvironment.name, () => {
  test.each([
    ['$STAGE', 'prod'],
    ['$EMPTY', ''],
    ['$MISSING', undefined],
    ['$toString', undefined],
    ['STAGE', undefined],
  ])('%s', (name, value) => {
    expect(lookupEnvironment({ STAGE: 'prod', EMPTY: '' })(name)).toBe(value)
  })
})

describe(fillPlaceholders.name, () => {
  const fill = (value: unknown) => fillPlaceholders(value, lookupOutputs(outputs))

  test('a string that is one placeholder becomes the value itself', () => {
    expect(fill('{{ build-image.additional_tags }}')).toEqual(['a', 'b'])
    expect(fill('{{build-image.tag}}')).toBe('v1')
  })

  test('a placeholder within a longer string becomes its text', () => {
    expect(fill('x-{{ build-image.tag }}-{{ commit.stdout }}')).toBe('x-v1-abc1234')
    expect(fill(' {{ build-image.additional_tags }}')).toBe(' ["a","b"]')
  })

  test('what is not known stays as it is written', () => {
    expect(fill('{{ missing.tag }}')).toBe('{{ missing.tag }}')
    expect(fill('x-{{missing.tag}}-{{ build-image.tag }}')).toBe('x-{{missing.tag}}-v1')
  })

  test('fills in at any depth, and leaves the rest alone', () => {
    const value = { a: ['{{ build-image.tag }}', 5, null, true], b: { '{{ build-image.tag }}': '-' } }
    expect(fill(value)).toEqual({ a: ['v1', 5, null, true], b: { '{{ build-image.tag }}': '-' } })
  })

  test('a value that looks like a placeholder or a pattern is not filled in again', () => {
    const lookup = (name: string) => (name === 'x.y' ? '{{ x.y }} $& $1' : undefined)
    expect(fillPlaceholders('a {{ x.y }}', lookup)).toBe('a {{ x.y }} $& $1')
  })

  test('does not change what it is given', () => {
    const value = { a: ['{{ build-image.tag }}'] }
    fill(value)
    expect(value).toEqual({ a: ['{{ build-image.tag }}'] })
  })
})

describe(asText.name, () => {
  test.each<[unknown, string]>([
    ['text', 'text'],
    [5, '5'],
    [true, 'true'],
    [null, 'null'],
    [['a'], '["a"]'],
  ])('%j is written %s', (value, text) => {
    expect(asText(value)).toBe(text)
  })
})
