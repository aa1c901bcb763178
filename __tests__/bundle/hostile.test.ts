import { access, appendFile, cp, mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeRepository, type Repository } from '../../testbed/monorepo.ts'
import { aCheckout } from '../builders/checkout.ts'
import { lines } from '../builders/text.ts'
import { expectErrors, expectSuccess, readOutputs, withoutMarkup } from './setup/expect-result.ts'
import { jobTokenMasks } from './setup/job-token.ts'
import { pipelineFiles, prefectFile } from './setup/pipeline-files.ts'
import { pushAndPlan } from './setup/pushed.ts'
import { aPush, planWatched, type WatchedResult } from './setup/watched-run.ts'

const file = 'pipelines/revenue/prefect.yaml'
const forged = '::error title=forged::forged'

/**
 * Commands as the runner finds them: at a line's start, wherever it sees a line end
 * (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs).
 */
function commandsIn(log: string): string[] {
  const starts = log.split(/\r\n|[\r\n\u0085\u2028\u2029]/).map((line) => line.trimStart())
  return starts.filter((line) => line.startsWith('::') || line.includes('##['))
}

function expectNoForgery(result: WatchedResult): void {
  const own = /^::(debug|(error|warning|notice) title=[a-z-]+(,(file|line|col)=[^,:]*)*)::/
  expect(commandsIn(result.log).filter((line) => !own.test(line))).toEqual(jobTokenMasks)
  expect(result.annotations.filter(({ title }) => title === 'forged')).toEqual([])
  expect(withoutMarkup(result.summary).split('\n')).not.toContain(forged)
}

/** The plan for all pipelines of a repository that has `files` beside, or instead of, those of a sound one. */
async function planned(
  files: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {},
): Promise<WatchedResult> {
  await using checkout = await aCheckout({ ...pipelineFiles('revenue'), ...files })
  return await planWatched({ inputs: { pipelines: 'all', ...inputs }, workspace: checkout.path })
}

describe('a dry run of a repository that wants to be executed', () => {
  const shell = (script: string, ...more: string[]) => [
    '- prefect.deployments.steps.run_shell_script:',
    ...[`script: ${script}`, ...more].map((arg) => `    ${arg}`),
  ]
  const image = (tag: string) => [
    '- prefect_docker.deployments.steps.build_docker_image:',
    ...['id: build-image', 'image_name: ghcr.io/city/pipelines', `tag: "${tag}"`].map((arg) => `    ${arg}`),
    '    dockerfile: pipelines/revenue/Dockerfile',
  ]
  const deployment = (name: string, ...more: string[]) => [
    ...[`  - name: ${name}`, '    entrypoint: pipelines/revenue/flow.py:main'],
    ...more.map((line) => `    ${line}`),
    ...['    work_pool:', '      job_variables:', '        image: "{{ build-image.image }}"'],
  ]
  const asked = 'git rev-parse --short HEAD'
  const files = {
    [file]: lines(
      ...['build:', ...shell('touch executed', 'id: file')],
      ...shell(asked, 'id: commit'),
      ...shell(asked, 'id: path', 'env: { PATH: bin }'),
      ...shell(asked, 'id: folder', 'directory: bin'),
      ...shell(`"${asked}; touch executed"`, 'id: more', 'shell: true'),
      ...shell(`"${asked}\\ntouch executed"`, 'id: next'),
      ...shell('git -c core.pager=touch rev-parse HEAD', 'id: option'),
      ...image('revenue-{{ commit.stdout }}'),
      ...['deployments:', ...deployment('file--prod')],
      ...deployment(
        'own--prod',
        'build:',
        ...shell('touch executed', 'id: own'),
        ...image('own-{{ own.stdout }}'),
      ),
    ),
    'pipelines/revenue/flow.py': 'open("executed", "w")\ndef main():\n    pass\n',
    'pipelines/revenue/Dockerfile': 'FROM scratch\nRUN touch executed\n',
    'pipelines/revenue/pyproject.toml': '[project]\nname = "revenue"\n',
    'uv.lock': lines('version = 1', '[[package]]', 'name = "revenue"'),
  }
  let repository: Repository
  let result: WatchedResult
  beforeAll(async () => {
    repository = await makeRepository()
    await repository.commit('One pipeline', files)
    await mkdir(join(repository.path, 'bin'))
    await symlink('/bin/touch', join(repository.path, 'bin', 'git'))
    await repository.commit('Another git', {})
    await repository.push('master')
    const inputs = { pipelines: 'all' }
    result = await planWatched({ inputs, workspace: repository.path })
  })
  afterAll(() => repository.dispose())

  test('executes none of its scripts, its Python and its programs', async () => {
    expectSuccess(result)
    expect(await repository.git('status', '--porcelain', '--ignored')).toBe('')
    for (const folder of ['.', 'bin', 'pipelines/revenue']) {
      await expect(access(join(repository.path, folder, 'executed'))).rejects.toThrow('ENOENT')
    }
  })

  test("answers the question for the commit itself, and leaves the other scripts' outputs open", async () => {
    const commit = await repository.git('rev-parse', '--short', 'HEAD')
    const { plan, images } = readOutputs(result)
    expect(plan.images?.map(({ tag }) => tag)).toEqual([`revenue-${commit}`, 'own-{{ own.stdout }}'])
    expect(images).toEqual([])
  })

  test('gives the whole plan, and a matrix, for other jobs', () => {
    const { plan, matrix } = readOutputs(result)
    expect(Object.keys(plan).sort()).toEqual([
      ...['deployments', 'elsewhere', 'environment', 'images', 'pipelines', 'problems', 'reason', 'removed'],
    ])
    expect(plan).toMatchObject({
      deployments: [
        { name: 'file--prod', location: { path: file } },
        { name: 'own--prod', image: 'ghcr.io/city/pipelines:own-{{ own.stdout }}' },
      ],
      images: [{ recipe: { dockerfile: 'pipelines/revenue/Dockerfile' } }, { pipelines: ['revenue'] }],
    })
    expect(matrix).toEqual({ include: [{ pipelines: 'revenue' }] })
  })
})

describe('a workspace that is a git repository of its own, made of committed files', () => {
  test('has none of its configuration heeded', async () => {
    await using outer = await makeRepository()
    await outer.commit('One pipeline', pipelineFiles('revenue'))
    await outer.push('master')
    await cp(outer.remote, join(outer.path, 'city'), { recursive: true })
    const remote = `[remote "origin"]\n\turl = ${outer.remote}\n\tuploadpack = touch '${outer.path}/executed';\n`
    await appendFile(join(outer.path, 'city/config'), remote)
    await outer.commit('A repository in the repository', {})
    const result = await planWatched({
      ...{ workspace: outer.path, event: aPush('refs/heads/master') },
      inputs: { 'working-directory': 'city', 'pipelines-dir': '.' },
    })
    await expect(access(join(outer.path, 'executed'))).rejects.toThrow('ENOENT')
    expectErrors(result, {
      title: 'not-a-git-checkout',
      message: `There is no git checkout at ${outer.path}/city. Git said: fatal: cannot use bare repository`,
      hint: 'Add a step that uses actions/checkout before this action, and check the input "working-directory".',
    })
  })
})

describe('a file that wants to use the machine up', () => {
  const bomb = lines(
    'a: &a [x, x, x, x, x, x, x, x, x, x]',
    ...'bcdefghij'.split('').map((name, index) => {
      const alias = `*${'abcdefghi'.charAt(index)}`
      return `${name}: &${name} [${Array(10).fill(alias).join(', ')}]`
    }),
    'deployments: []',
  )
  const merges = lines(
    'a: &a { x: 1 }',
    ...'bcdefghij'.split('').map((name, index) => {
      const alias = `*${'abcdefghi'.charAt(index)}`
      return `${name}: &${name} { <<: [${Array(10).fill(alias).join(', ')}], y${index}: ${alias} }`
    }),
    'deployments: []',
  )
  test.concurrent.each<[what: string, text: string, col: number, message: string]>([
    [
      'aliases of aliases of aliases',
      bomb,
      1,
      'Excessive alias count indicates a resource exhaustion attack',
    ],
    ['merges of merges of merges', merges, 1, 'Excessive alias count indicates a resource exhaustion attack'],
    [
      'a list that holds itself',
      'deployments: &all [*all]\n',
      20,
      'The alias "*all" stands within what it names.',
    ],
  ])('%s: an error', async (_, text, col, message) => {
    const result = await planned({ [file]: text })
    const place = { file, line: '1', col: String(col) }
    expectErrors(result, { ...place, title: 'yaml-invalid', message, hint: 'Correct the file at this line' })
  })

  test('lists in lists in lists: an error', async () => {
    const result = await planned({ [file]: `deployments: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n` })
    expect(result).toMatchObject({ exitCode: 1, annotations: [{ title: 'yaml-invalid', file, line: '1' }] })
    expect(result.annotations[0]?.message).toBe(`${file} is not valid YAML: It is nested too deeply.`)
  })

  test.concurrent.each([
    ['a device', '/dev/zero'],
    ['itself', 'flow.py'],
  ])('a flow that is a link to %s: an error', async (_, target) => {
    await using checkout = await aCheckout({ [file]: prefectFile('revenue', 'a--prod') })
    await symlink(target, join(checkout.path, 'pipelines/revenue/flow.py'))
    const result = await planWatched({ inputs: { pipelines: 'all' }, workspace: checkout.path })
    expectErrors(result, {
      ...{ title: 'entrypoint-missing', file, line: '3', col: '17' },
      message: 'The entrypoint\'s file "pipelines/revenue/flow.py" doesn\'t exist.',
      hint: 'Correct the entrypoint',
    })
  })
})

describe('names that want to be commands', () => {
  const names = [
    forged,
    `x\n${forged}`,
    '::set-output name=plan::x',
    '%0A::error::x',
    'x\r::error::x',
    '##[error]x',
  ]

  test('as paths, commit messages and file contents', async () => {
    await using repository = await makeRepository()
    await repository.commit('Two pipelines', pipelineFiles('revenue'))
    await repository.push('master')
    const paths = names.flatMap((name) => [name, `pipelines/revenue/${name}`, `notes/${name}`])
    await repository.commit(
      `${forged}\n\n${names.join('\n')}`,
      Object.fromEntries(paths.map((path) => [path, forged])),
    )
    const result = await pushAndPlan(repository, 'master')
    expectSuccess(result)
    expectNoForgery(result)
    expect(readOutputs(result)).toMatchObject({ pipelines: ['revenue'] })
    expect(readOutputs(result).plan.elsewhere).toHaveLength(2 * names.length)
  })

  test('as pipelines', async () => {
    const all = [...names, '$(touch x)', '`touch x`', '--all', '..x'].sort()
    const folders = all.map((name) => [`pipelines/${name}/prefect.yaml`, 'deployments: []\n'] as const)
    const result = await planned(Object.fromEntries(folders))
    expectErrors(
      result,
      ...all.map((name) => ({
        ...{ title: 'pipeline-name-invalid', file: `pipelines/${name}/prefect.yaml`, line: '1' },
        message: `The folder name ${JSON.stringify(name)} can't be used in tags and paths.`,
        hint: 'Use letters, digits, "_", "-" and "." only, and a letter or a digit to begin with.',
      })),
    )
    expectNoForgery(result)
    expect(readOutputs(result).pipelines).toEqual([...all, 'revenue'].sort())
  })

  test.concurrent.each(names)('as a branch: %j', async (name) => {
    await using checkout = await aCheckout(pipelineFiles('revenue'))
    const refused = await planWatched({ event: aPush(`refs/heads/${name}`), workspace: checkout.path })
    expect(refused.annotations).toMatchObject([{ title: 'branch-not-mapped' }])
    expectNoForgery(refused)
  })

  test('as a branch that is deleted', async () => {
    await using checkout = await aCheckout({})
    const event = aPush(`refs/heads/staging/${names.join('\n')}`, { deleted: true })
    const result = await planWatched({ event, workspace: checkout.path })
    expectSuccess(result)
    expectNoForgery(result)
  })

  test('as values in a prefect.yaml', async () => {
    const deployments = names.map((name) => {
      const value = JSON.stringify(`${name}--prod`)
      const pool = `{ name: ${value}, job_variables: { image: ${value} } }`
      return `  - { name: ${value}, entrypoint: "pipelines/revenue/flow.py:main", version: ${value}, work_pool: ${pool} }`
    })
    const result = await planned({ [file]: lines('deployments:', ...deployments) })
    expectSuccess(result)
    expectNoForgery(result)
    const values = names.map((name) => `${name}--prod`)
    expect(readOutputs(result).deployments).toMatchObject(
      values.map((value) => ({ name: value, image: value })),
    )
  })

  test('as mistakes in a prefect.yaml', async () => {
    const deployments = names.flatMap((name) => [
      `  - { name: a--prod, entrypoint: ${JSON.stringify(name)} }`,
      `  - { name: a--prod, entrypoint: "flow.py:main", work_pool: ${JSON.stringify(name)} }`,
    ])
    const result = await planned({ [file]: lines('deployments:', ...deployments) })
    expect(result.exitCode).toBe(1)
    expect(result.annotations.length).toBeGreaterThan(names.length)
    expectNoForgery(result)
  })

  test('as inputs', async () => {
    const result = await planned({}, { pipelines: names.join('\n') })
    expect(result.annotations).toMatchObject([{ title: 'pipeline-unknown' }])
    expectNoForgery(result)
  })
})
