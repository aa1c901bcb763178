import { describe, expect, test } from '@jest/globals'
import { makePlan, type PlanRequest } from '../../src/plan/make-plan.ts'
import { isEmpty } from '../../src/plan/plan.ts'
import type { Problem } from '../../src/problem.ts'
import { stepKey } from '../../src/workspace/build-step.ts'
import type { Pipeline } from '../../src/workspace/pipeline.ts'
import { aPipeline, deploymentLines, usualBuild, usualPrefectFile } from '../builders/pipeline.ts'
import { aPlan } from '../builders/plan.ts'
import { lines } from '../builders/text.ts'

/** Plans a deploy of these pipelines to `prod`. */
function plan(pipelines: readonly Pipeline[], overrides: Partial<PlanRequest> = {}) {
  return makePlan({
    environment: 'prod',
    environments: ['prod', 'staging'],
    reason: 'All pipelines were asked for.',
    affected: { affected: pipelines.map(({ name }) => name), removed: [], elsewhere: [] },
    pipelines,
    shellOutputs: answers(pipelines, { stdout: 'abc1234', stderr: '' }),
    env: {},
    platforms: [],
    startedAt: Date.parse('2026-01-31T12:00:00Z'),
    ...overrides,
  })
}

/** The same answer to every script of these pipelines. */
function answers(pipelines: readonly Pipeline[], output: Readonly<Record<string, string>>) {
  const steps = pipelines.flatMap(({ deployments }) => deployments.flatMap(({ build }) => build))
  return new Map(steps.filter(({ kind }) => kind === 'shell').map((step) => [stepKey(step), output]))
}

const usual = (...names: string[]) => aPipeline(usualPrefectFile(...names))
const codes = (problems: readonly Problem[]) => problems.map(({ code }) => code)

/** A file with the usual build and one deployment that ends in these lines. */
const withLines = (...more: string[]) =>
  aPipeline(lines(...usualBuild, 'deployments:', ...deploymentLines('a--prod', ...more)))

describe(makePlan.name, () => {
  test('takes over what was asked for and found', () => {
    const affected = { affected: ['revenue'], removed: ['old'], elsewhere: ['uv.lock'] }
    expect(plan([usual('a--prod')], { affected })).toMatchObject({
      environment: 'prod',
      reason: 'All pipelines were asked for.',
      pipelines: ['revenue'],
      removed: ['old'],
      elsewhere: ['uv.lock'],
      problems: [],
    })
  })

  test('is plain data that prints as JSON', () => {
    const made = plan([usual('a--prod')], { platforms: ['linux/amd64'] })
    expect(JSON.parse(JSON.stringify(made))).toMatchObject({
      images: [{ reference: 'ghcr.io/city/pipelines:revenue-abc1234' }],
      deployments: [{ name: 'a--prod', image: 'ghcr.io/city/pipelines:revenue-abc1234' }],
    })
  })
})

describe('the deployments of a plan', () => {
  test('are all those of the environment, and none of another', () => {
    const { deployments, problems } = plan([
      usual('a--prod', 'b--staging', 'c-prod', 'd_prod', 'e--staging', 'f--prod'),
    ])
    expect(deployments.map(({ name, index }) => [name, index])).toEqual([
      ['a--prod', 0],
      ['c-prod', 2],
      ['d_prod', 3],
      ['f--prod', 5],
    ])
    expect(problems).toEqual([])
  })

  test('follow the environment that is asked for', () => {
    const { deployments } = plan([usual('a--prod', 'b--staging')], { environment: 'staging' })
    expect(deployments.map(({ name }) => name)).toEqual(['b--staging'])
  })

  test('keep to the longest environment that fits', () => {
    const environments = ['prod', 'pre-prod']
    const { deployments } = plan([usual('a--prod', 'a--pre-prod')], { environments })
    expect(deployments.map(({ name }) => name)).toEqual(['a--prod'])
  })

  test('of several pipelines say whose they are', () => {
    const { deployments } = plan([
      aPipeline(usualPrefectFile('a--prod'), { name: 'one' }),
      aPipeline(usualPrefectFile('a--prod'), { name: 'two' }),
    ])
    expect(deployments.map(({ pipeline, location }) => [pipeline, location.path])).toEqual([
      ['one', 'pipelines/one/prefect.yaml'],
      ['two', 'pipelines/two/prefect.yaml'],
    ])
  })

  test('a name without an environment is a warning at its line', () => {
    const { deployments, problems } = plan([usual('a--prod', 'backfill')])
    expect(deployments.map(({ name }) => name)).toEqual(['a--prod'])
    expect(problems).toMatchObject([
      {
        code: 'deployment-environment-unknown',
        severity: 'warning',
        hint: 'End its name in "--prod" or "--staging".',
        location: { path: 'pipelines/revenue/prefect.yaml', line: 17, column: 11 },
      },
    ])
  })

  test('a pipeline with none for this environment is a notice, and nothing is built for it', () => {
    const made = plan([usual('a--staging')])
    expect(isEmpty(made)).toBe(true)
    expect(made.pipelines).toEqual(['revenue'])
    expect(made.problems).toMatchObject([{ code: 'pipeline-without-deployments', severity: 'notice' }])
  })

  test('a warning elsewhere in its file does not hide that', () => {
    const pipeline = usual('a--staging', 'backfill')
    const warning = { code: 'convention-files', severity: 'warning', message: 'm' } as const
    expect(codes(plan([{ ...pipeline, problems: [warning] }]).problems)).toEqual([
      ...['convention-files', 'deployment-environment-unknown', 'pipeline-without-deployments'],
    ])
  })

  test('a warning that a comment switches off at its line is none', () => {
    const comment = 'backfill # prefect-check: off deployment-environment-unknown'
    expect(plan([usual('a--prod', comment)]).problems).toEqual([])
  })

  test('a pipeline that could not be read is an error, not one without deployments', () => {
    const made = plan([aPipeline('')])
    expect(codes(made.problems)).toEqual(['prefect-file-empty'])
  })
})

describe('the images of a plan', () => {
  test('get their tag from what the script said, and the deployments get the image', () => {
    const { images, deployments } = plan([usual('a--prod')])
    expect(images).toMatchObject([
      { name: 'ghcr.io/city/pipelines', tag: 'revenue-abc1234', pipelines: ['revenue'] },
    ])
    expect(deployments).toMatchObject([
      {
        image: 'ghcr.io/city/pipelines:revenue-abc1234',
        values: {
          'commit.stdout': 'abc1234',
          'commit.stderr': '',
          'build-image.image_name': 'ghcr.io/city/pipelines',
          'build-image.tag': 'revenue-abc1234',
          'build-image.image': 'ghcr.io/city/pipelines:revenue-abc1234',
          'build-image.additional_tags': '[]',
        },
      },
    ])
  })

  test('are built once for several deployments', () => {
    const { images, deployments } = plan([usual('a--prod', 'b--prod', 'c--prod')])
    expect(images).toHaveLength(1)
    expect(new Set(deployments.map(({ image }) => image)).size).toBe(1)
  })

  test('of another environment are not built', () => {
    const staging = deploymentLines('a--staging', ...usualBuild.map((line) => line.replace('revenue-', 's-')))
    const source = lines(...usualBuild, 'deployments:', ...deploymentLines('a--prod'), ...staging)
    const { images } = plan([aPipeline(source)])
    expect(images.map(({ tag }) => tag)).toEqual(['revenue-abc1234'])
  })

  test('with two recipes for one reference are an error', () => {
    const other = usualPrefectFile('b--prod').replace('revenue/Dockerfile', 'costs/Dockerfile')
    const { problems } = plan([usual('a--prod'), aPipeline(other, { name: 'costs' })])
    expect(problems).toMatchObject([
      {
        code: 'image-conflict',
        severity: 'error',
        location: { path: 'pipelines/costs/prefect.yaml', line: 5, column: 5 },
      },
    ])
  })

  test('without a build section there is none, and the deployment names its own', () => {
    const source = lines('deployments:', ...deploymentLines('a--prod')).replace(
      '"{{ build-image.image }}"',
      'ghcr.io/city/base:1',
    )
    const { images, deployments, problems } = plan([aPipeline(source)])
    expect(images).toEqual([])
    expect(deployments).toMatchObject([{ image: 'ghcr.io/city/base:1', values: {} }])
    expect(problems).toEqual([])
  })

  test('a deployment without an image and without a build is the work pool’s affair', () => {
    const source = lines('deployments:', '  - name: a--prod', '    entrypoint: flow.py:main')
    expect(plan([aPipeline(source)])).toMatchObject({
      images: [],
      deployments: [{ image: undefined, workPool: undefined }],
      problems: [],
    })
  })

  test.each([
    ['another image', '        image: ghcr.io/city/other:1', 'ghcr.io/city/other:1', 16],
    ['no image', '        env: {}', "its work pool's default image", 9],
  ])('a deployment that builds one and runs %s gets a warning', (_, line, runs, column) => {
    const source = usualPrefectFile('a--prod').replace('        image: "{{ build-image.image }}"', line)
    const { problems } = plan([aPipeline(source)])
    expect(problems).toMatchObject([
      { code: 'image-unused', severity: 'warning', location: { line: 16, column } },
    ])
    expect(problems[0]?.message).toBe(
      `The deployment "a--prod" builds ghcr.io/city/pipelines:revenue-abc1234 but runs ${runs}.`,
    )
  })

  test('a deployment may run one of the additional tags', () => {
    const source = usualPrefectFile('a--prod')
      .replace('      dockerfile:', '      additional_tags: [stable]\n      dockerfile:')
      .replace('{{ build-image.image }}', '{{ build-image.image_name }}:stable')
    expect(plan([aPipeline(source)]).problems).toEqual([])
  })

  test('an image whose tag needs a step that Prefect runs is an error at its step', () => {
    const source = usualPrefectFile('a--prod')
      .replace('prefect.deployments.steps.run_shell_script', 'my_steps.version')
      .replace('script: git rev-parse --short HEAD', 'level: 1')
    const { images, problems } = plan([aPipeline(source)])
    expect(images).toEqual([])
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'placeholder-unknown', location: { line: 5, column: 5 } },
    ])
  })

  test('an image that is wrong is one error, not one for each use of it', () => {
    const source = usualPrefectFile('a--prod', 'b--prod').replace('city/pipelines', 'City/Pipelines')
    expect(codes(plan([aPipeline(source)]).problems)).toEqual(['image-name-invalid'])
  })

  test('a later image may stand on an earlier one', () => {
    const source = lines(
      ...usualBuild,
      '  - prefect_docker.deployments.steps.build_docker_image:',
      '      id: second',
      '      image_name: ghcr.io/city/second',
      '      tag: "on-{{ build-image.tag }}"',
      '      dockerfile: Dockerfile',
      'deployments:',
      ...deploymentLines('a--prod'),
    )
    const { images, problems } = plan([aPipeline(source)])
    expect(images.map(({ reference }) => reference)).toEqual([
      'ghcr.io/city/pipelines:revenue-abc1234',
      'ghcr.io/city/second:on-revenue-abc1234',
    ])
    expect(problems).toEqual([])
  })
})

describe('a plan before any script has run', () => {
  const dry = { shellOutputs: new Map() }

  test('leaves what the script would say as it is written', () => {
    const { images, deployments, problems } = plan([usual('a--prod')], dry)
    const image = 'ghcr.io/city/pipelines:revenue-{{ commit.stdout }}'
    expect(images).toMatchObject([{ reference: image }])
    expect(deployments).toMatchObject([{ image }])
    expect(problems).toEqual([])
  })

  test('finds what is wrong all the same', () => {
    expect(codes(plan([withLines('version: "{{ commit.stdin }}"')], dry).problems)).toEqual([
      'placeholder-unknown',
    ])
  })
})

describe('placeholders of a plan', () => {
  const nameAt = { path: 'pipelines/revenue/prefect.yaml', line: 11, column: 11 }

  test('a variable that is set is filled in', () => {
    const source = usualPrefectFile('a--prod')
      .replace('name: pool', 'name: "pool-{{ $STAGE }}"')
      .replace('flow.py:', '{{ $STAGE }}.py:')
    const { deployments, problems } = plan([aPipeline(source)], { env: { STAGE: 'x' } })
    expect(deployments).toMatchObject([{ workPool: 'pool-x', entrypoint: 'pipelines/revenue/x.py:revenue' }])
    expect(problems).toEqual([])
  })

  test('a variable that is not set is an error at the deployment', () => {
    expect(plan([withLines('version: "{{ $VERSION }}"')]).problems).toMatchObject([
      { code: 'environment-variable-unset', severity: 'error', location: nameAt },
    ])
  })

  test('a variable that is not set is a warning where it need not be, and its image is planned all the same', () => {
    const source = usualPrefectFile('a--prod')
      .replace('revenue-{{ commit.stdout }}', 'revenue-{{ $VERSION }}')
      .replace('name: pool', 'name: "{{ $POOL }}"')
      .replace('script: git', 'script: echo {{ $SCRIPT }}; git')
    const { images, problems } = plan([aPipeline(source)], { unsetVariables: 'warning' })
    expect(images).toMatchObject([{ reference: 'ghcr.io/city/pipelines:revenue-{{ $VERSION }}' }])
    expect(problems.map(({ code, severity, hint }) => [code, severity, hint])).toEqual(
      ['SCRIPT', 'VERSION', 'POOL'].map((name) => [
        'environment-variable-unset',
        'warning',
        `Make sure that ${name} is set under "env:" of the workflow's step. Here it needn't be.`,
      ]),
    )
  })

  test('a variable that is empty is set', () => {
    expect(plan([withLines('version: "{{ $VERSION }}"')], { env: { VERSION: '' } }).problems).toEqual([])
  })

  test.each(['{{ build-image.digest }}', '{{ missing.tag }}', '{{ tag }}', '{{ build-image }}'])(
    '%s is given by no step',
    (placeholder) => {
      const { problems } = plan([withLines('parameters:', `  deep: ["x-${placeholder}"]`)])
      expect(problems).toMatchObject([{ code: 'placeholder-unknown', severity: 'error', location: nameAt }])
      expect(problems[0]?.message).toContain(`uses ${placeholder},`)
    },
  )

  test.each([
    ['a block', 'parameters: {key: "{{ prefect.blocks.secret.api-key }}"}'],
    ['a variable of Prefect', 'parameters: {key: "{{ prefect.variables.region }}"}'],
    ['an event to come', 'triggers: [{parameters: {id: "{{ event.id }}"}}]'],
    ['a pull step', 'pull: [{my_steps.pull: {branch: "{{ clone.branch }}"}}]'],
  ])('%s is left to Prefect', (_, line) => {
    const { problems } = plan([withLines(line)])
    expect(problems).toEqual([])
  })

  test('placeholders of a deployment of another environment do not matter', () => {
    const source = lines(
      ...usualBuild,
      'deployments:',
      ...deploymentLines('a--prod'),
      ...deploymentLines('a--staging', 'version: "{{ $STAGING_ONLY }}"'),
    )
    expect(plan([aPipeline(source)]).problems).toEqual([])
  })
})

describe('steps that are left to Prefect', () => {
  const custom = ['  - my_steps.notify:', '      id: notify', '      channel: "{{ build-image.tag }}"']

  test('may use the image, and the deployment may use what they give', () => {
    const source = lines(
      ...usualBuild,
      ...custom,
      'deployments:',
      ...deploymentLines('a--prod', 'description: "{{ notify.url }}"'),
    )
    expect(plan([aPipeline(source)]).problems).toEqual([])
  })

  test('need what somebody gives', () => {
    const source = lines(
      ...usualBuild,
      '  - my_steps.notify:',
      '      channel: "{{ $CHANNEL }}"',
      'deployments:',
      ...deploymentLines('a--prod'),
    )
    expect(codes(plan([aPipeline(source)]).problems)).toEqual(['environment-variable-unset'])
  })

  test('before the image they are a warning, told once for all deployments', () => {
    const source = lines(
      ...usualBuild.slice(0, 4),
      '  - my_steps.prepare:',
      '      level: 1',
      ...usualBuild.slice(4),
      'deployments:',
      ...deploymentLines('a--prod'),
      ...deploymentLines('b--prod'),
    )
    expect(plan([aPipeline(source)]).problems).toMatchObject([
      {
        code: 'step-runs-late',
        severity: 'warning',
        message: expect.stringContaining('my_steps.prepare'),
        location: { line: 5, column: 5 },
      },
    ])
  })

  test('after the image they are none', () => {
    const source = lines(...usualBuild, ...custom, 'deployments:', ...deploymentLines('a--prod'))
    expect(plan([aPipeline(source)]).problems).toEqual([])
  })
})

describe(isEmpty.name, () => {
  test('a plan with an image or a deployment is not empty', () => {
    expect(isEmpty(aPlan({ images: [] }))).toBe(false)
    expect(isEmpty(aPlan({ deployments: [] }))).toBe(false)
    expect(isEmpty(aPlan({ images: [], deployments: [] }))).toBe(true)
  })
})

describe('steps that a deployment merges in', () => {
  test('each script answers for itself', () => {
    const step = (id: string) =>
      `      - prefect.deployments.steps.run_shell_script: { id: ${id}, script: ${id} }`
    const pipeline = aPipeline(
      lines(
        ...[
          'definitions:',
          '  base: &base',
          '    entrypoint: pipelines/revenue/flow.py:revenue',
          '    build:',
        ],
        ...[step('one'), step('two'), '      - prefect_docker.deployments.steps.build_docker_image:'],
        ...[
          '          image_name: ghcr.io/c/p',
          '          tag: "{{ one.stdout }}"',
          '          dockerfile: Dockerfile',
        ],
        ...['deployments:', '  - <<: *base', '    name: a--prod'],
      ),
    )
    const [{ build } = { build: [] }] = pipeline.deployments
    const shellOutputs = new Map(
      build
        .filter(({ kind }) => kind === 'shell')
        .map((each) => [stepKey(each), { stdout: each.id ?? '', stderr: '' }]),
    )
    expect(plan([pipeline], { shellOutputs }).images.map(({ tag }) => tag)).toEqual(['one'])
  })
})

describe('placeholders of a script', () => {
  const problemsWith = (script: string) => {
    const source = usualPrefectFile('a--prod').replace('git rev-parse --short HEAD', script)
    return plan([aPipeline(source)], { env: { SET: '1' }, shellOutputs: new Map() }).problems
  }

  test.each([
    ['echo {{ $NOT_SET }}', 'environment-variable-unset'],
    ['echo {{ prefect.variables.bucket }}', 'placeholder-unknown'],
    ['echo {{ build-image.tag }}', 'placeholder-unknown'],
  ])('%s is an error at its step', (script, code) => {
    expect(problemsWith(JSON.stringify(script))).toContainEqual(
      expect.objectContaining({
        code,
        severity: 'error',
        location: expect.objectContaining({ line: 2 }) as unknown,
      }),
    )
  })

  test('one that is set is none', () => {
    expect(problemsWith('"echo {{ $SET }}"')).toEqual([])
  })
})

test('the outputs of a push step can be used as well', () => {
  const source = usualPrefectFile('a--prod').replace('"{{ build-image.image }}"', '"{{ pushed.image }}"')
  const push = [
    'push:',
    '  - prefect_docker.deployments.steps.push_docker_image:',
    '      id: pushed',
    '      image_name: "{{ build-image.image_name }}"',
    '      tag: "{{ build-image.tag }}"',
  ]
  const { deployments, problems } = plan([aPipeline(`${source}${lines(...push)}`)])
  expect(problems).toEqual([])
  expect(deployments.map(({ image }) => image)).toEqual(['ghcr.io/city/pipelines:revenue-abc1234'])
})

test("what a flow run's context gives is left to Prefect", () => {
  const source = `${usualPrefectFile('a--prod').trimEnd()}\n    description: "of {{ ctx.flow_run.name }}"\n`
  expect(plan([aPipeline(source)]).problems).toEqual([])
})
