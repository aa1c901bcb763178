import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { aCheckout } from '../builders/checkout.ts'
import { lines } from '../builders/text.ts'
import { expectErrors, expectSuccess, readOutputs, type ExpectedError } from './setup/expect-result.ts'
import { pipelineFiles, prefectFile } from './setup/pipeline-files.ts'
import { planWatched, runWatched, type WatchedResult, type WatchedRun } from './setup/watched-run.ts'

type FileTexts = Readonly<Record<string, string>>
type Place = Pick<ExpectedError, 'file' | 'line' | 'col'>

const file = 'pipelines/revenue/prefect.yaml'
const at = (line: number, col?: number): Place => ({
  file,
  line: String(line),
  ...(col !== undefined && { col: String(col) }),
})

/** A real run for pipelines of a repository that has `files` beside, or instead of, those of two sound pipelines. */
async function deployed(files: FileTexts, run: Omit<WatchedRun, 'workspace'> = {}): Promise<WatchedResult> {
  await using checkout = await aCheckout({ ...pipelineFiles('revenue', 'visits'), ...files })
  return await runWatched({ inputs: { pipelines: 'revenue' }, ...run, workspace: checkout.path })
}

const entry = (name: string, entrypoint = 'pipelines/revenue/flow.py:main') => [
  `  - name: ${name}`,
  `    entrypoint: ${entrypoint}`,
]

/** Files in which the pipeline's image is built by a step with these arguments. */
function building(...args: string[]): Record<string, string> {
  const step = '  - prefect_docker.deployments.steps.build_docker_image:'
  return {
    [file]: lines(
      ...['build:', step, ...args.map((arg) => `      ${arg}`), 'deployments:', ...entry('revenue--prod')],
      ...['    work_pool:', '      job_variables:', '        image: "{{ build-image.image }}"'],
    ),
    'pipelines/revenue/Dockerfile': 'FROM scratch\n',
  }
}

const image = [
  'id: build-image',
  'image_name: ghcr.io/city/pipelines',
  'dockerfile: pipelines/revenue/Dockerfile',
]

describe('a mistake in the form of a prefect.yaml', () => {
  const correct = "Correct this value; Prefect's documentation of prefect.yaml lists what each key takes."
  const correctLine = 'Correct the file at this line, or the one above it.'
  test.concurrent.each<[mistake: string, text: string, error: ExpectedError]>([
    [
      'empty',
      '',
      {
        ...at(1),
        title: 'prefect-file-empty',
        message: `${file} is empty.`,
        hint: 'Describe the pipeline\'s deployments in it (key "deployments"), or remove the file.',
      },
    ],
    [
      'indented by a tab',
      'deployments:\n\t- name: a\n',
      {
        ...at(2, 1),
        title: 'yaml-invalid',
        message: 'Tabs are not allowed as indentation',
        hint: correctLine,
      },
    ],
    [
      'an alias of nothing',
      lines('deployments:', ...entry('a--prod'), '    work_pool: *pool'),
      {
        ...at(4, 16),
        title: 'yaml-invalid',
        message: `${file} is not valid YAML: There is no anchor "&pool" above this alias.`,
        hint: correctLine,
      },
    ],
    [
      'a key that stands twice',
      lines('deployments:', ...entry('a--prod'), '    name: b--prod'),
      {
        ...at(4, 5),
        title: 'yaml-duplicate-key',
        message: `${file} is not valid YAML: This key stands twice in the same mapping.`,
        hint: 'Remove one of the two: only the last one would count.',
      },
    ],
    [
      'a list instead of a mapping',
      '- name: a--prod\n',
      {
        ...at(1, 1),
        title: 'prefect-file-invalid',
        message: `${file}: The file must be a mapping, but it is a list.`,
        hint: correct,
      },
    ],
    [
      'a deployment without an entrypoint',
      lines('deployments:', '  - name: a--prod'),
      {
        ...at(2, 5),
        title: 'prefect-file-invalid',
        message: `${file}: "deployments.0" lacks "entrypoint".`,
        hint: correct,
      },
    ],
    [
      'an entrypoint that names no function',
      lines('deployments:', ...entry('a--prod', 'pipelines/revenue/flow.py')),
      {
        ...at(3, 17),
        title: 'prefect-file-invalid',
        message: `${file}: "deployments.0.entrypoint" must be of the form path/to/file.py:function, but it is the text "pipelines/revenue/flow.py".`,
        hint: correct,
      },
    ],
    [
      'two deployments of one name',
      lines('deployments:', ...entry('a--prod'), ...entry('a--prod')),
      {
        ...at(4, 11),
        title: 'deployment-duplicate',
        message: 'Two deployments of this file are called "a--prod".',
        hint: 'Give each deployment a name of its own.',
      },
    ],
    [
      'a name that is not written out',
      lines('deployments:', ...entry('"a--{{ $STAGE }}"')),
      {
        ...at(2, 11),
        title: 'deployment-name-template',
        message:
          'The deployment\'s name "a--{{ $STAGE }}" holds a placeholder, so its environment can\'t be told.',
        hint: 'Write the name out, ending in the environment, such as "--prod".',
      },
    ],
    [
      'an entrypoint in a file that is not there',
      lines('deployments:', ...entry('a--prod', 'flow.py:main')),
      {
        ...at(3, 17),
        title: 'entrypoint-missing',
        message: 'The entrypoint\'s file "flow.py" doesn\'t exist.',
        hint: 'Correct the entrypoint of "a--prod": the path is taken from the folder that Prefect runs in',
      },
    ],
    [
      'an entrypoint outside of the checkout',
      lines('deployments:', ...entry('a--prod', '../flow.py:main')),
      {
        ...at(3, 17),
        title: 'entrypoint-missing',
        message: 'The entrypoint\'s file "../flow.py" doesn\'t exist.',
        hint: 'Correct the entrypoint of "a--prod"',
      },
    ],
    [
      "a function that the entrypoint's file doesn't have",
      lines('deployments:', ...entry('a--prod', 'pipelines/revenue/flow.py:mian')),
      {
        ...at(3, 17),
        title: 'entrypoint-missing',
        message: 'The entrypoint\'s file "pipelines/revenue/flow.py" has no function "mian".',
        hint: 'Correct the entrypoint of "a--prod"',
      },
    ],
  ])('%s', async (_, text, error) => {
    const result = await deployed({ [file]: text })
    expectErrors(result, error)
    expect(readOutputs(result)).toMatchObject({
      environment: 'prod',
      changed: 'true',
      pipelines: ['revenue'],
    })
    expect(readOutputs(result).plan.problems).toHaveLength(1)
  })
})

describe('a mistake in what an image is built from', () => {
  const paths =
    'Correct "dockerfile" or "path" of the step: "path" is taken from the working directory, and "dockerfile" from "path".'
  test.concurrent.each<[mistake: string, step: string[], error: ExpectedError]>([
    [
      'a Dockerfile that is not there',
      [...image.slice(0, 2), 'dockerfile: Dockerfile'],
      {
        ...at(2, 5),
        title: 'dockerfile-missing',
        message: 'The Dockerfile "Dockerfile" doesn\'t exist.',
        hint: paths,
      },
    ],
    [
      'no Dockerfile named, where the one that this stands for is not there',
      image.slice(0, 2),
      {
        ...at(2, 5),
        title: 'dockerfile-missing',
        message: 'The Dockerfile "Dockerfile" doesn\'t exist.',
        hint: paths,
      },
    ],
    [
      'a Dockerfile that Prefect is to write',
      [...image.slice(0, 2), 'dockerfile: auto'],
      {
        ...at(2, 5),
        title: 'dockerfile-auto',
        message:
          'build_docker_image has no Dockerfile of the repository: Prefect would write one itself ("auto").',
        hint: 'Add a Dockerfile and name it in "dockerfile".',
      },
    ],
    [
      'a context outside of the checkout',
      [...image, 'path: ..'],
      {
        ...at(2, 5),
        title: 'build-path-outside',
        message: 'The build uses "../pipelines/revenue/Dockerfile", which leaves the checkout.',
        hint: paths,
      },
    ],
    [
      'a context that is not there',
      [...image, 'path: source'],
      {
        ...at(2, 5),
        title: 'build-context-missing',
        message: 'The build context "source" doesn\'t exist.',
        hint: paths,
      },
    ],
    [
      'the output of a step that there is not',
      [...image, 'tag: "revenue-{{ commit.stdout }}"'],
      {
        ...at(2, 5),
        title: 'placeholder-unknown',
        message:
          'The image ghcr.io/city/pipelines uses {{ commit.stdout }}, and no step before it gives that. So it is not known what to build.',
        hint: 'Check the id of the step and the name of its output. Before an image is built, only the outputs of run_shell_script steps are known',
      },
    ],
    [
      'an environment variable that is not set',
      [...image, 'tag: "revenue-{{ $RELEASE }}"'],
      {
        ...at(2, 5),
        title: 'environment-variable-unset',
        message:
          'The image ghcr.io/city/pipelines uses {{ $RELEASE }}, and the environment variable RELEASE is not set. So it is not known what to build.',
        hint: 'Set RELEASE under "env:" of the workflow\'s step.',
      },
    ],
    [
      'a name in capital letters',
      ['id: build-image', 'image_name: ghcr.io/City/pipelines', 'dockerfile: pipelines/revenue/Dockerfile'],
      {
        ...at(2, 5),
        title: 'image-name-invalid',
        message: 'ghcr.io/City/pipelines is not the name of an image.',
        hint: 'Write registry/owner/name in lower case letters',
      },
    ],
    [
      'a tag with a slash',
      [...image, 'tag: staging/revenue'],
      {
        ...at(2, 5),
        title: 'image-tag-invalid',
        message: 'staging/revenue is not a tag.',
        hint: 'Use at most 128 letters, digits, "_", "." and "-"',
      },
    ],
    [
      'an argument that is misspelt',
      [...image, 'docker_file: Dockerfile'],
      {
        ...at(2, 5),
        title: 'image-argument-unsupported',
        message: "build_docker_image has arguments that this action doesn't know: docker_file.",
        hint: 'Correct the spelling or remove them.',
      },
    ],
  ])('%s', async (_, step, error) => {
    const result = await deployed(building(...step))
    expectErrors(result, error)
    expect(result.log).not.toContain('The plan:')
  })

  test('two builds for one tag', async () => {
    const files = building(...image, 'tag: latest')
    const other = (files[file] ?? '').replaceAll('revenue', 'visits')
    const result = await deployed(
      { ...files, 'pipelines/visits/prefect.yaml': other, 'pipelines/visits/Dockerfile': 'FROM scratch\n' },
      { inputs: { pipelines: 'all' } },
    )
    expectErrors(result, {
      ...at(2, 5),
      file: 'pipelines/visits/prefect.yaml',
      title: 'image-conflict',
      message: `Two different builds would be pushed as ghcr.io/city/pipelines:latest: this one and that of ${file}.`,
      hint: "Begin each tag with the pipeline's name.",
    })
  })
})

describe('a dry run with a login', () => {
  test('asks the registry whether it has the images, and starts nothing else', async () => {
    await using checkout = await aCheckout({ ...pipelineFiles('revenue'), ...building(...image, 'tag: "1"') })
    const inputs = { pipelines: 'all', registry: 'ghcr.io', 'registry-username': 'me' }
    const { started, leftovers, exitCode } = await planWatched({ inputs, workspace: checkout.path })
    const ask = 'docker buildx imagetools inspect --format {{json .Manifest.Digest}}'
    expect(started).toEqual([
      'docker login --username me --password-stdin ghcr.io',
      `${ask} ghcr.io/city/pipelines:1`,
    ])
    expect({ leftovers, exitCode }).toEqual({ leftovers: [], exitCode: 0 })
  })
})

describe('an image whose step leaves out', () => {
  const planned = async (step: readonly string[], more: FileTexts = {}) => {
    await using checkout = await aCheckout({
      ...pipelineFiles('revenue'),
      ...building(...step),
      ...more,
    })
    return await planWatched({ inputs: { pipelines: 'all' }, workspace: checkout.path })
  }

  test('the Dockerfile is built from the one of the working directory', async () => {
    const result = await planned([...image.slice(0, 2), 'tag: revenue-1'], { Dockerfile: 'FROM scratch\n' })
    expectSuccess(result)
    expect(readOutputs(result).plan.images).toMatchObject([
      { reference: 'ghcr.io/city/pipelines:revenue-1', recipe: { context: '.', dockerfile: 'Dockerfile' } },
    ])
  })

  test('the tag gets the time of the run as one, which the deployment is registered with', async () => {
    const from = Date.now()
    const result = await planned(image)
    expectSuccess(result)
    const { plan, deployments } = readOutputs(result)
    const [, date = '', hour, minute, second, millisecond] =
      /^revenue-(.*)t(\d\d)-(\d\d)-(\d\d)-(\d{3})z$/.exec(plan.images?.[0]?.tag ?? '') ?? []
    const time = Date.parse(`${date}T${hour}:${minute}:${second}.${millisecond}Z`)
    expect(time).toBeGreaterThanOrEqual(from)
    expect(time).toBeLessThanOrEqual(Date.now())
    expect(deployments).toMatchObject([{ image: plan.images?.[0]?.reference }])
  })
})

describe('a mistake in a script', () => {
  const without = 'It would run with the placeholder as it stands.'
  test.concurrent.each<
    [mistake: string, script: string, error: Omit<ExpectedError, 'file' | 'line' | 'col'>]
  >([
    [
      'the output of a step that there is not',
      'touch {{ commit.stdout }}',
      {
        title: 'placeholder-unknown',
        message: `This script uses {{ commit.stdout }}, and no step before it gives that. ${without}`,
        hint: 'Check the id of the step and the name of its output.',
      },
    ],
    [
      'an environment variable that is not set',
      'touch {{ $RELEASE }}',
      {
        title: 'environment-variable-unset',
        message: `This script uses {{ $RELEASE }}, and the environment variable RELEASE is not set. ${without}`,
        hint: 'Set RELEASE under "env:" of the workflow\'s step.',
      },
    ],
  ])('%s ends the run before any script is run', async (_, script, error) => {
    const step = '  - prefect.deployments.steps.run_shell_script:'
    const steps = ['touch executed', script].flatMap((text) => [step, `      script: "${text}"`])
    const files = building(...image)
    const text = (files[file] ?? '').replace('build:\n', lines('build:', ...steps))
    await using checkout = await aCheckout({ ...pipelineFiles('revenue'), ...files, [file]: text })
    const result = await runWatched({ inputs: { pipelines: 'all' }, workspace: checkout.path })
    expectErrors(result, { ...at(4, 5), ...error })
    await expect(access(join(checkout.path, 'executed'))).rejects.toThrow('ENOENT')
  })
})

describe('a mistake in what is handed to Prefect', () => {
  test.concurrent.each<[mistake: string, placeholder: string, error: ExpectedError]>([
    [
      'an environment variable that is not set',
      '{{ $IMAGE_TAG }}',
      {
        ...at(2, 11),
        title: 'environment-variable-unset',
        message:
          'The deployment "a--prod" uses {{ $IMAGE_TAG }}, and the environment variable IMAGE_TAG is not set.',
        hint: 'Set IMAGE_TAG under "env:" of the workflow\'s step.',
      },
    ],
    [
      'the output of a step that there is not',
      '{{ build-image.tag }}',
      {
        ...at(2, 11),
        title: 'placeholder-unknown',
        message:
          'The deployment "a--prod" uses {{ build-image.tag }}, and no step before it gives that. Prefect would register an empty value.',
        hint: 'Check the id of the step and the name of its output.',
      },
    ],
  ])('%s', async (_, placeholder, error) => {
    const text = lines('deployments:', ...entry('a--prod'), `    version: "${placeholder}"`)
    expectErrors(await deployed({ [file]: text }), error)
  })

  test('an environment variable that the step sets is none', async () => {
    const text = lines('deployments:', ...entry('a--prod'), '    version: "{{ $IMAGE_TAG }}"')
    await using checkout = await aCheckout({ ...pipelineFiles('revenue'), [file]: text })
    const inputs = { pipelines: 'all' }
    expectSuccess(await planWatched({ inputs, env: { IMAGE_TAG: '1' }, workspace: checkout.path }))
  })
})

describe('a mistake in the uv workspace', () => {
  const lock = lines('version = 1', '[[package]]', 'name = "visits"')
  const pyproject = 'pipelines/revenue/pyproject.toml'
  test.concurrent.each<[mistake: string, files: FileTexts, error: ExpectedError]>([
    [
      'no pyproject.toml',
      { 'uv.lock': lock },
      {
        ...at(1),
        title: 'pyproject-missing',
        message: "pipelines/revenue has no pyproject.toml, so uv can't install what its flow imports.",
        hint: 'Add a pyproject.toml with [project] name and dependencies, then run "uv lock" and commit uv.lock.',
      },
    ],
    [
      'a pyproject.toml that is not TOML',
      { 'uv.lock': lock, [pyproject]: '[project]\nname = revenue\n' },
      {
        ...{ file: pyproject, line: '2', col: '8' },
        title: 'pyproject-invalid',
        message: `${pyproject} is not valid TOML`,
        hint: 'Correct the file at this line.',
      },
    ],
    [
      'a package that is not in the lock file yet',
      { 'uv.lock': lock, [pyproject]: '[project]\nname = "Revenue_daily"\n' },
      {
        ...{ file: pyproject, line: '2', col: '1' },
        title: 'uv-lock-outdated',
        message:
          'uv.lock doesn\'t know the package "Revenue_daily", so the lock file is older than this pipeline.',
        hint: 'Run "uv lock" in the repository and commit uv.lock.',
      },
    ],
    [
      'a lock file with a conflict in it',
      { 'uv.lock': `${lock}<<<<<<< HEAD\n`, [pyproject]: '[project]\nname = "revenue"\n' },
      {
        ...{ file: 'uv.lock', line: '4', col: '1' },
        title: 'uv-lock-invalid',
        message: 'uv.lock is not valid TOML',
        hint: 'Run "uv lock" and commit the file; a merge conflict may have been left in it.',
      },
    ],
  ])('%s', async (_, files, error) => {
    expectErrors(await deployed(files), error)
  })
})

describe('mistakes in several files', () => {
  test('are all reported in one run, each at its place', async () => {
    const second = 'pipelines/visits/prefect.yaml'
    const result = await deployed(
      {
        [file]: lines('deployments:', ...entry('a--prod', 'no.py:main'), ...entry('b--prod', 'none.py:main')),
        [second]: 'deployments: {}\n',
        'pipelines/parks/prefect.yaml': '"\n',
      },
      { inputs: { pipelines: 'all' } },
    )
    const titles = result.annotations.map(({ title, file: path, line }) => [title, path, line])
    expect(titles).toEqual([
      ['yaml-invalid', 'pipelines/parks/prefect.yaml', '2'],
      ['entrypoint-missing', file, '3'],
      ['entrypoint-missing', file, '5'],
      ['prefect-file-invalid', second, '1'],
    ])
    expect(result).toMatchObject({ exitCode: 1, started: [] })
    expect(readOutputs(result).pipelines).toEqual(['parks', 'revenue', 'visits'])
    expect(readOutputs(result).plan.problems).toHaveLength(4)
  })
})

describe('a folder without a prefect.yaml', () => {
  test('is no pipeline, and the error says what makes one', async () => {
    const run = { inputs: { pipelines: 'parks' } }
    expectErrors(await deployed({ 'pipelines/parks/flow.py': '' }, run), {
      title: 'pipeline-unknown',
      message: 'No pipeline matches "parks".',
      hint: 'The pipelines, which are the folders with a prefect.yaml, are revenue, visits.',
    })
  })
})

describe('deployments of other environments', () => {
  test('leave nothing to do, with a notice', async () => {
    const result = await deployed({ [file]: prefectFile('revenue', 'a--staging') })
    expectSuccess(result)
    expect(result.annotations).toEqual([
      {
        ...at(1),
        severity: 'notice',
        title: 'pipeline-without-deployments',
        message: 'revenue has no deployment for "prod", so nothing is done for it.',
      },
    ])
    expect(readOutputs(result)).toMatchObject({ changed: 'true', pipelines: ['revenue'], deployments: [] })
    expect(result.summary).toContain('no deployment for prod')
  })

  test('of none at all are a warning each', async () => {
    const result = await deployed({ [file]: prefectFile('revenue', 'a', 'b--staging', 'production') })
    expectSuccess(result)
    const warnings = result.annotations.filter(({ severity }) => severity === 'warning')
    expect(warnings).toMatchObject([
      { ...at(2, 11), message: 'The deployment "a" belongs to no environment and is never deployed.' },
      {
        ...at(14, 11),
        message: 'The deployment "production" belongs to no environment and is never deployed.',
      },
    ])
    expect(warnings.map(({ hint }) => hint)).toEqual(
      Array(2).fill('End its name in "--prod" or "--staging".'),
    )
    expect(result.summary).toContain('[!WARNING]')
  })
})

describe('places in a repository with the workspace in a folder', () => {
  test("are those from the repository's root", async () => {
    await using checkout = await aCheckout({ [`city/${file}`]: '' })
    const inputs = { pipelines: 'all', 'working-directory': 'city' }
    const result = await runWatched({ inputs, workspace: checkout.path })
    expect(result.log.split('\n').filter((line) => line.startsWith('::error'))).toEqual([
      `::error title=prefect-file-empty,file=city/${file},line=1::${file} is empty.%0ADescribe the pipeline's deployments in it (key "deployments"), or remove the file.`,
    ])
  })
})
