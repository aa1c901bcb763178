import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { execa } from 'execa'
import { recogniseUv } from '../../src/workspace/diagnoses/uv-messages.ts'
import { makeMonorepo, type Repository } from '../../testbed/monorepo.ts'
import { runByHand, type ActionResult } from '../../testbed/runner.ts'
import { lines } from '../builders/text.ts'
import { services } from './setup/services.ts'

const { registry, prefect, inputs, env, pushBaseImage } = services('3.8')
const name = 'rj_sms__clinic_visits'
const folder = `pipelines/${name}`
const python = `${registry.host}/stand-in/python:3.13-slim-bookworm`

let monorepo: Repository
let environment: string
beforeAll(async () => {
  await prefect.clear()
  await prefect.createWorkPool('pipelines', 'docker')
  monorepo = await makeMonorepo({ registryHost: registry.host, prefect: '3.8' })
  await pushBaseImage(monorepo.path)
})
afterAll(() => monorepo.dispose())
beforeEach(async () => {
  environment = await mkdtemp(join(tmpdir(), 'uv-environment-'))
  await monorepo.git('switch', '--quiet', '--force-create', 'master', 'origin/master')
})
afterEach(() => rm(environment, { recursive: true, force: true }))

/** Commits what the test has changed and deploys pipelines by hand. */
async function run({
  pipelines = name,
  ...more
}: Readonly<Record<string, string>> = {}): Promise<ActionResult> {
  await monorepo.commit('A change', {})
  await monorepo.push('staging/trouble', { force: true })
  return await runByHand(monorepo, 'staging/trouble', { inputs: { ...inputs, pipelines, ...more }, env })
}

/** Runs uv in the repository, with an environment of the test's own. */
async function uv(...args: string[]) {
  const { exitCode, stderr } = await execa('uv', args, {
    cwd: monorepo.path,
    env: { UV_PROJECT_ENVIRONMENT: environment },
    reject: false,
  })
  return { exitCode, recognised: recogniseUv(stderr)?.code, stderr }
}

/** The annotations of a run: `error code file:line:column`. */
function annotations({ log }: ActionResult): string[] {
  return [...log.matchAll(/^::(error|warning) title=([\w-]+)([^:]*)::/gm)]
    .filter(([, , code = '']) => !code.startsWith('convention-'))
    .map(([, severity = '', code = '', place = '']) => {
      const [file, line, column] = ['file', 'line', 'col'].map(
        (key) => new RegExp(`,${key}=([^,]+)`).exec(place)?.[1],
      )
      return [`${severity} ${code}`, [file, line, column].filter(Boolean).join(':')].join(' ').trim()
    })
}

/** Nothing was built and nothing was registered. */
async function stoppedBeforeBuilding(result: ActionResult) {
  expect(result.exitCode).toBe(1)
  expect(result.log).not.toContain('exporting to image')
  expect(result.log).not.toContain('> Build and push')
  expect(await prefect.listDeployments()).toEqual([])
}

describe('a shared package that the pipeline does not declare', () => {
  beforeEach(() => monorepo.edit(`${folder}/pyproject.toml`, 'city-pipelines = { workspace = true }', ''))

  test('stops the run at the dependency, and uv indeed refuses', async () => {
    const result = await run()
    expect(annotations(result)).toEqual([`error workspace-source-missing ${folder}/pyproject.toml:6:17`])
    await stoppedBeforeBuilding(result)
    expect(await uv('lock', '--check')).toMatchObject({
      exitCode: 2,
      recognised: 'workspace-source-missing',
    })
  })

  test("is recognised in uv's words when it is in another pipeline", async () => {
    const result = await run({ pipelines: 'rj_smtr__bus_fleet' })
    expect(annotations(result)).toEqual([`error workspace-source-missing ${folder}/pyproject.toml:1`])
    expect(result.log).toContain('Add city-pipelines = { workspace = true }')
    await stoppedBeforeBuilding(result)
  })
})

describe('a Dockerfile that installs a package which the workspace has not', () => {
  test('stops the run at the command', async () => {
    await monorepo.edit(`${folder}/Dockerfile`, `--package ${name}`, '--package rj_sms__visits')
    const result = await run()
    expect(annotations(result)).toEqual([`error uv-package-unknown ${folder}/Dockerfile:7:5`])
    await stoppedBeforeBuilding(result)
    expect(await uv('sync', '--frozen', '--package', 'rj_sms__visits')).toMatchObject({
      exitCode: 2,
      recognised: 'uv-package-unknown',
    })
  })

  test("is recognised in the build's log when only the build knows the name", async () => {
    await monorepo.edit(`${folder}/Dockerfile`, `--package ${name}`, '--package $NAME')
    await monorepo.edit(`${folder}/Dockerfile`, 'COPY src src', 'COPY src src\nARG NAME=rj_sms__visits')
    const result = await run()
    expect(annotations(result)).toEqual([`error uv-package-unknown ${folder}/Dockerfile:7`])
    expect(result.log).toContain('The uv workspace has no package "rj-sms-visits"')
    expect(await prefect.listDeployments()).toEqual([])
  })
})

describe('a package that needs pkg_resources', () => {
  test('cx-oracle stops the run at the dependency, and can indeed not be built', async () => {
    await monorepo.edit(`${folder}/pyproject.toml`, '["city-pipelines"]', '["city-pipelines", "cx-oracle"]')
    expect(await uv('lock')).toMatchObject({ exitCode: 0 })
    const result = await run()
    expect(annotations(result)).toEqual([`error package-unbuildable ${folder}/pyproject.toml:6:35`])
    expect(result.log).toContain('override-dependencies')
    await stoppedBeforeBuilding(result)
    const synced = await uv('sync', '--frozen', '--no-dev', '--package', name)
    expect(synced).toMatchObject({ exitCode: 1, recognised: 'package-unbuildable' })
    expect(synced.stderr).toContain("No module named 'pkg_resources'")
  })

  test('an override of cx-oracle helps once uv.lock has it', async () => {
    await monorepo.edit(`${folder}/pyproject.toml`, '["city-pipelines"]', '["city-pipelines", "cx-oracle"]')
    expect(await uv('lock')).toMatchObject({ exitCode: 0 })
    const override = `override-dependencies = ["cx-oracle; sys_platform == 'never'"]`
    await monorepo.edit('pyproject.toml', '[tool.uv]\n', `[tool.uv]\n${override}\n`)
    const line = (await monorepo.read('pyproject.toml')).split('\n').indexOf(override) + 1
    expect(annotations(await run({ 'dry-run': 'true' }))).toEqual([
      `error package-unbuildable pyproject.toml:${line}:26`,
    ])
    expect(await uv('lock')).toMatchObject({ exitCode: 0 })
    const result = await run({ 'dry-run': 'true' })
    expect(annotations(result)).toEqual([])
    expect(result.exitCode).toBe(0)
  })

  test("another package is recognised in uv's words", async () => {
    await monorepo.commit('A package of old', {
      'libs/legacy/pyproject.toml': lines(
        ...['[project]', 'name = "legacy"', 'version = "1"'],
        ...['[build-system]', 'requires = ["setuptools"]', 'build-backend = "setuptools.build_meta"'],
      ),
      'libs/legacy/setup.py': lines('import pkg_resources', 'from setuptools import setup', 'setup()'),
    })
    await monorepo.edit(`${folder}/pyproject.toml`, '["city-pipelines"]', '["city-pipelines", "legacy"]')
    await monorepo.edit(
      `${folder}/pyproject.toml`,
      '[tool.uv.sources]',
      '[tool.uv.sources]\nlegacy = { path = "../../libs/legacy" }',
    )
    await monorepo.edit(`${folder}/Dockerfile`, 'COPY src src', 'COPY src src\nCOPY libs libs')
    expect(await uv('lock')).toMatchObject({ exitCode: 0 })
    const result = await run()
    expect(result.exitCode).toBe(1)
    expect(annotations(result)).toEqual([expect.stringMatching(/^error package-unbuildable/)])
    expect(result.log).toContain("No module named 'pkg_resources'")
    expect(await prefect.listDeployments()).toEqual([])
  })
})

describe('files that the Dockerfile does not copy', () => {
  const dockerfile = (...each: string[]) => lines(...each, `COPY ${folder} ${folder}`)
  const sync = `RUN --mount=type=cache,target=/root/.cache/uv uv sync --frozen --no-dev --package ${name}`

  test('stop the run at the command where the base image has nothing', async () => {
    await monorepo.commit('Copy less', {
      [`${folder}/Dockerfile`]: dockerfile('FROM python:3.13-slim-bookworm', 'COPY src src', sync),
    })
    const result = await run()
    expect(annotations(result)).toEqual([`error dockerfile-copy-missing ${folder}/Dockerfile:3:47`])
    expect(result.log).toContain('needs uv.lock, pyproject.toml, which no COPY')
    await stoppedBeforeBuilding(result)
  })

  test("are recognised in the build's log where the base image might have had them", async () => {
    const base = `FROM ${registry.host}/example/pipelines:latest`
    await monorepo.commit('Copy less, elsewhere', {
      [`${folder}/Dockerfile`]: dockerfile(base, 'WORKDIR /elsewhere', 'COPY pyproject.toml .', sync),
    })
    const result = await run()
    expect(annotations(result)).toEqual([`error dockerfile-copy-missing ${folder}/Dockerfile:4`])
    expect(result.log).toContain('Unable to find lockfile')
    expect(await prefect.listDeployments()).toEqual([])
  })

  test('src: a warning, and the image indeed has no shared code', async () => {
    const install = 'RUN python3 -m pip install --no-cache-dir "uv==0.13.9"'
    const settings = 'ENV UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never'
    await monorepo.commit('Copy no shared code', {
      [`${folder}/Dockerfile`]: dockerfile(
        ...['FROM python:3.13-slim-bookworm', install, settings, 'WORKDIR /app'],
        ...['COPY pyproject.toml uv.lock ./', sync, 'COPY src src'],
        'RUN .venv/bin/python -c "import city_pipelines"',
      ),
    })
    const contexts = `python:3.13-slim-bookworm=docker-image://${python}`
    const result = await run({ 'build-contexts': contexts })
    expect(annotations(result)).toEqual([
      `warning dockerfile-copy-missing ${folder}/Dockerfile:6:47`,
      `error build-failed ${folder}/Dockerfile:8`,
    ])
    expect(result.log).toContain("No module named 'city_pipelines'")
  })
})

describe('a pipeline that uv.lock does not know', () => {
  const added = 'pipelines/rj_sms__new'
  beforeEach(async () => {
    const copies = ['prefect.yaml', 'flow.py', 'pyproject.toml', 'Dockerfile', 'constants.py'].map(
      async (file) => [
        `${added}/${file}`,
        (await monorepo.read(`${folder}/${file}`)).replaceAll(name, 'rj_sms__new'),
      ],
    )
    await monorepo.commit(
      'A new pipeline',
      Object.fromEntries(await Promise.all(copies)) as Record<string, string>,
    )
  })

  test('stops the run at its name, and uv indeed finds the lock file old', async () => {
    const result = await run({ pipelines: 'rj_sms__new' })
    expect(annotations(result)).toContain(`error uv-lock-outdated ${added}/pyproject.toml:2:1`)
    await stoppedBeforeBuilding(result)
    expect(await uv('lock', '--check')).toMatchObject({ exitCode: 1, recognised: 'uv-lock-outdated' })
    expect(await uv('sync', '--frozen', '--package', 'rj_sms__new')).toMatchObject({
      recognised: 'uv-lock-outdated',
    })
  })

  test.each([
    ['members = ["pipelines/rj_smfp*"]', 11],
    ['members = ["pipelines/*"]\nexclude = ["pipelines/rj_sms__n*"]', 12],
  ])('%s: uv lock would not help, and does not', async (members, column) => {
    await monorepo.edit('pyproject.toml', 'members = ["pipelines/*"]', members)
    expect(await uv('lock')).toMatchObject({ exitCode: 0 })
    const result = await run({ pipelines: 'rj_sms__new' })
    const written = (await monorepo.read('pyproject.toml')).split('\n')
    const line = written.findIndex((each) => each.startsWith(members.split('\n').at(-1) ?? '')) + 1
    const place = column === 11 ? `${line}:1` : `${line}:${column}`
    expect(annotations(result)).toContain(`error workspace-member-missing pyproject.toml:${place}`)
    await stoppedBeforeBuilding(result)
    expect(await uv('sync', '--frozen', '--package', 'rj_sms__new')).toMatchObject({
      recognised: 'uv-package-unknown',
    })
  })
})

describe('shared code that can not be imported', () => {
  test('stops the run where the package can not be built without it, and it indeed can not', async () => {
    await monorepo.edit(
      'pyproject.toml',
      '[tool.hatch.build.targets.wheel]\npackages = ["src/city_pipelines"]\n',
      '',
    )
    await monorepo.commit('No package', { 'src/city_pipelines/__init__.py': undefined })
    const result = await run()
    expect(annotations(result)).toEqual(['error shared-code-missing pyproject.toml:3:1'])
    await stoppedBeforeBuilding(result)
    expect(await uv('sync', '--frozen', '--no-dev', '--package', name)).toMatchObject({
      exitCode: 1,
      recognised: 'shared-code-missing',
    })
  })

  test('a package that the flow imports and the pipeline does not need: a warning, and it is indeed not there', async () => {
    await monorepo.edit(`${folder}/pyproject.toml`, '["city-pipelines"]', '["prefect"]')
    expect(await uv('lock')).toMatchObject({ exitCode: 0 })
    const result = await run({ 'dry-run': 'true' })
    expect(annotations(result)).toEqual([`warning shared-package-undeclared ${folder}/flow.py:5:6`])
    expect(result.exitCode).toBe(0)
    expect(await uv('sync', '--frozen', '--no-dev', '--package', name)).toMatchObject({ exitCode: 0 })
    const imported = await execa(join(environment, 'bin', 'python'), ['-c', 'import city_pipelines'], {
      reject: false,
    })
    expect(imported.stderr).toContain("No module named 'city_pipelines'")
  })
})

describe('a base image that is not there', () => {
  test('is named at the FROM line', async () => {
    await monorepo.edit(`${folder}/Dockerfile`, 'pipelines:latest', 'pipelines:no-such-tag')
    const result = await run()
    expect(annotations(result)).toEqual([`error base-image-missing ${folder}/Dockerfile:1`])
    expect(await prefect.listDeployments()).toEqual([])
  })
})
