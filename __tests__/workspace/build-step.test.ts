import { describe, expect, test } from '@jest/globals'
import { divideSteps, readSteps, stepKey, type BuildStep } from '../../src/workspace/build-step.ts'
import { aCustomStep, anImageStep, aPushStep, aShellStep } from '../builders/pipeline.ts'

const locate = ([index, ...within]: readonly (string | number)[]) => ({
  path: 'prefect.yaml',
  line: 10 + Number(index),
  column: 5 + within.length,
})

describe(readSteps.name, () => {
  test.each([
    ['prefect.deployments.steps.run_shell_script', 'shell'],
    ['prefect.deployments.steps.utility.run_shell_script', 'shell'],
    ['prefect_docker.deployments.steps.build_docker_image', 'image'],
    ['prefect_docker.deployments.steps.push_docker_image', 'push'],
  ])('%s is of the kind %s', (name, kind) => {
    expect(readSteps([{ [name]: { id: 'x', tag: 1 } }], locate)).toMatchObject([
      { kind, id: 'x', index: 0, location: locate([0]), args: { id: 'x', tag: 1 } },
    ])
  })

  test.each(['run_shell_script', 'my.steps.run_shell_script', 'toString', '__proto__.x'])(
    '%s is a step that Prefect runs',
    (name) => {
      expect(readSteps([{ [name]: null }], locate)).toMatchObject([
        { kind: 'other', name, id: undefined, index: 0, location: locate([0]), args: {} },
      ])
    },
  )

  test('each step has its own place', () => {
    const steps = readSteps([{ a: null }, { b: null }], locate)
    expect(steps.map(({ index, location }) => [index, location.line])).toEqual([
      [0, 10],
      [1, 11],
    ])
  })

  test('each argument has its own place', () => {
    const asked: unknown[] = []
    const [, second] = readSteps([{ a: null }, { b: { tag: 1 } }], (path) => {
      asked.push(path)
      return locate(path)
    })
    expect(second?.locateArgument('tag')).toEqual({ path: 'prefect.yaml', line: 11, column: 7 })
    expect(asked.at(-1)).toEqual([1, 'b', 'tag'])
  })

  test.each([null, undefined, []])('the section %j has no steps', (section) => {
    expect(readSteps(section, locate)).toEqual([])
  })

  test('an id that is no text is none', () => {
    expect(readSteps([{ a: { id: 5 } }], locate)).toMatchObject([{ id: undefined }])
  })
})

describe(divideSteps.name, () => {
  const shell = aShellStep({ id: 'script' })
  const image = anImageStep()
  const push = aPushStep()
  const custom = aCustomStep()

  test.each<[string, BuildStep[], BuildStep[], BuildStep[]]>([
    ['nothing', [], [], []],
    ['a script and an image', [shell, image], [shell, image], []],
    ['a script after the image', [image, shell], [image], [shell]],
    ['a script between two images', [image, shell, image], [image, shell, image], []],
    ['a script without any image', [shell], [shell], []],
    ['a push', [image, push], [image, push], []],
    ['another step', [custom, shell, image, custom], [shell, image], [custom, custom]],
  ])('%s', (_, build, taken, left) => {
    expect(divideSteps(build)).toEqual({ taken, left })
  })
})

describe(stepKey.name, () => {
  test('steps of one place have one key, others have another', () => {
    const at = (line: number, column: number) =>
      stepKey(aShellStep({ location: { path: 'prefect.yaml', line, column } }))
    expect(at(1, 23)).toBe(at(1, 23))
    expect(at(1, 23)).not.toBe(at(12, 3))
    expect(at(1, 23)).not.toBe(at(2, 23))
    expect(at(1, 23)).not.toBe(at(1, 3))
    expect(stepKey(aShellStep({ location: { path: 'other.yaml', line: 1, column: 23 } }))).not.toBe(at(1, 23))
  })
})
