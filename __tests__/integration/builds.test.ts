import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { execa } from 'execa'
import { ensureBuildkitImage, startRemoteBuildkit } from '../../testbed/buildkit.ts'
import type { Repository } from '../../testbed/monorepo.ts'
import { runByHand } from '../../testbed/runner.ts'
import { lines } from '../builders/text.ts'
import { makePlainRepository } from './setup/plain-repository.ts'
import { services } from './setup/services.ts'

const { registry, prefect, inputs, env } = services('3.8')
const token = 'a-build-secret'

/** Two pipelines whose images copy what they print from a named context, and use an argument and a secret. */
function pipelineFiles(name: string): Record<string, string> {
  return {
    [`pipelines/${name}/prefect.yaml`]: lines(
      ...['build:', '  - prefect_docker.deployments.steps.build_docker_image:', '      id: image'],
      ...[`      image_name: ${registry.host}/builds/${name}`, `      tag: ${name}-1`],
      ...[`      dockerfile: pipelines/${name}/Dockerfile`, '      buildargs: { GREETING: from the file }'],
      ...[
        'pull: []',
        'deployments:',
        `  - name: ${name}--prod`,
        `    entrypoint: pipelines/${name}/flow.py:main`,
      ],
      ...['    work_pool:', '      name: builds', '      job_variables: { image: "{{ image.image }}" }'],
    ),
    [`pipelines/${name}/flow.py`]: lines('from prefect import flow', '', '@flow', 'def main():', '    pass'),
    [`pipelines/${name}/Dockerfile`]: lines(
      ...['FROM base', 'ARG GREETING', 'COPY --from=words word /word', `COPY pipelines/${name} /app`],
      ...[
        'RUN --mount=type=secret,id=token \\',
        '    echo "$GREETING, $(wc -c </run/secrets/token) bytes, $(cat /word)"',
      ],
    ),
    'words/word': 'from a named context',
  }
}

describe.each([
  ['the engine itself', 'docker'],
  ['a builder in a container', 'docker-container'],
  ['a BuildKit elsewhere', 'remote'],
])('builds by %s', (_, driver) => {
  let repository: Repository
  let builder: Builder
  beforeAll(async () => {
    await prefect.clear()
    await prefect.createWorkPool('builds', 'docker')
    repository = await makePlainRepository({ ...pipelineFiles('revenue'), ...pipelineFiles('visits') })
    builder = await makeBuilder(driver)
  })
  afterAll(async () => {
    await builder.remove()
    await repository.dispose()
  })

  const run = (more: Readonly<Record<string, string>> = {}) =>
    runByHand(repository, 'master', {
      inputs: {
        ...inputs,
        pipelines: 'all',
        builder: builder.name,
        'build-args': 'GREETING=from the workflow',
        'build-contexts': lines(
          `base=docker-image://${registry.host}/stand-in/python:3.13-slim-bookworm`,
          'words=words',
        ),
        'build-secrets': `token=${token}`,
        ...more,
      },
      env: { ...env, ...builder.env, PATH: `${prefect.bin}${delimiter}${process.env['PATH'] ?? ''}` },
    })

  test('every image is in the registry under the digest that the outputs tell', async () => {
    const config = await builder.readConfig()
    const result = await run()
    expect(result).toMatchObject({ exitCode: 0, leftovers: [] })
    const images = JSON.parse(result.outputs['images'] ?? '') as {
      name: string
      tag: string
      digest: string
    }[]
    expect(images.map(({ tag }) => tag)).toEqual(['revenue-1', 'visits-1'])
    for (const { name, tag, digest } of images) {
      expect(await registry.findDigest(name.replace(`${registry.host}/`, ''), tag)).toBe(digest)
    }
    expect(result.log).toContain('from the workflow, 14 bytes, from a named context')
    expect(`${result.log.replaceAll(/^::add-mask::.*$/gm, '')}${result.summary}`).not.toContain(token)
    // The user's own configuration is neither changed nor logged in.
    expect(await builder.readConfig()).toBe(config)
  })

  test('a second run finds every step done', async () => {
    const { exitCode, log } = await run()
    expect(exitCode).toBe(0)
    expect(log.match(/RUN --mount=type=secret\S* .*\(cached\)$/gm)).toHaveLength(2)
  })

  if (driver !== 'docker') {
    test('the cache is kept in the registry, for each pipeline and environment', async () => {
      const cache = `type=registry,ref=${registry.host}/builds/cache/{pipeline}:{environment}`
      const written = await run({ 'cache-to': `${cache},mode=max` })
      expect(written).toMatchObject({ exitCode: 0 })
      expect(await registry.listTags('builds/cache/revenue')).toEqual(['prod'])
      expect(await registry.listTags('builds/cache/visits')).toEqual(['prod'])

      await builder.prune()
      const { exitCode, log } = await run({ 'cache-from': cache })
      expect(exitCode).toBe(0)
      expect(log.match(/RUN --mount=type=secret\S* .*\(cached\)$/gm)).toHaveLength(2)
    })

    test('an image for two platforms has one digest', async () => {
      await repository.commit('Images that run nothing', {
        'pipelines/revenue/Dockerfile': lines('FROM scratch', 'COPY pipelines/revenue /app'),
      })
      await repository.push('master')
      const result = await run({ pipelines: 'revenue', platforms: 'linux/amd64, linux/arm64' })
      expect(result).toMatchObject({ exitCode: 0 })
      const [image] = JSON.parse(result.outputs['images'] ?? '') as { digest: string }[]
      expect(await registry.findDigest('builds/revenue', 'revenue-1')).toBe(image?.digest)
      expect(await registry.listPlatforms('builds/revenue', 'revenue-1')).toEqual([
        'linux/amd64',
        'linux/arm64',
      ])
    })
  }
})

/** A builder of a user's who has a docker configuration of his own. */
interface Builder {
  readonly name: string
  readonly env: Readonly<Record<string, string>>
  readonly readConfig: () => Promise<string>
  readonly prune: () => Promise<unknown>
  readonly remove: () => Promise<void>
}

async function makeBuilder(driver: string): Promise<Builder> {
  const folder = await mkdtemp(join(tmpdir(), 'docker-user-'))
  const config = join(folder, 'config.json')
  await writeFile(config, JSON.stringify({ auths: { 'registry.example': { auth: 'dTpw' } } }))
  const userEnv = { ...env, DOCKER_CONFIG: folder }
  const buildx = (...args: string[]) => execa('docker', ['buildx', ...args], { env: userEnv })
  const name = driver === 'docker' ? '' : `testbed-${driver}`
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  if (driver === 'remote') {
    const { endpoint } = stack.use(await startRemoteBuildkit())
    await buildx('create', '--name', name, '--driver', driver, endpoint)
  } else if (driver === 'docker-container') {
    const image = await ensureBuildkitImage(env['DOCKER_HOST'])
    const options = ['--driver-opt', `image=${image},network=host`]
    await buildx('create', '--name', name, '--driver', driver, ...options, '--bootstrap')
    stack.defer(async () => {
      await buildx('rm', name)
    })
  }
  const owned = stack.move()
  return {
    name,
    env: userEnv,
    readConfig: () => readFile(config, 'utf8'),
    prune: () => buildx('prune', '--builder', name, '--all', '--force'),
    remove: () => owned.disposeAsync(),
  }
}
